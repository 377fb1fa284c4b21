/**
 * An Entra ID authority on loopback, over TLS: OIDC discovery and keys of one tenant for tokens of versions 1 and 2, rotation of
 * the keys and faults of the key server on demand, and tokens made to order, right ones and wrong ones. Whoever takes such tokens
 * reads the keys over HTTP as on Azure; no other stand-in is imported.
 *
 * <p>Issuers: version 1 is {@code https://sts.windows.net/<tenant>/} as in Azure's public cloud; version 2 is at the authority's
 * own address, {@code https://localhost:PORT/<tenant>/v2.0}, as in each of Azure's clouds. A relay is pointed here by its
 * authority setting and must trust the sandbox's certificate.
 */
@NullMarked
package sandbox.entra;

import org.jspecify.annotations.NullMarked;
