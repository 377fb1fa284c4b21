#!/usr/bin/env bash
# Tries photos in Azure Blob Storage against Azurite, Microsoft's emulator, over TLS and with bearer tokens.
set -euo pipefail
cd "$(dirname "$0")/../.."
for needed in npm node; do
  if ! command -v "$needed" >/dev/null; then
    echo "azurite: skipped, since this machine has no $needed"
    exit 0
  fi
done
main=target/azurite/node_modules/azurite/dist/src/blob/main.js
if ! [ -f "$main" ]; then
  mkdir -p target/azurite
  if ! npm install --prefix target/azurite --no-audit --no-fund --silent azurite@3.37.0; then
    echo "azurite: skipped, since npm could not install it"
    exit 0
  fi
fi
mvn -B -q -f .. -pl reviews-app test -Dtest=BlobPhotosTest -Dazurite="$PWD/$main" -DfailIfNoTests=true
echo "azurite: photos in Blob Storage pass"
