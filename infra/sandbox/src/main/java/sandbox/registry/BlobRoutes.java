package sandbox.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sandbox.registry.content.Repositories;
import sandbox.registry.protocol.Bodies;
import sandbox.registry.protocol.OciErrorException;
import sandbox.registry.protocol.Sha256;

/** Blobs: read (by a redirect to the storage, as ACR does), and uploaded whole or in parts. */
final class BlobRoutes {
  private static final int UPLOADS_AT_ONCE = 256;
  private static final Pattern CONTENT_RANGE = Pattern.compile("(?:bytes )?(\\d{1,12})-(\\d{1,12})(?:/.*)?");

  private record Upload(String repository, Buffer bytes) {}

  private final Repositories repositories;
  private final Faults faults;
  private final Optional<Storage> storage;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

  /** @param storage empty: blobs are served by the registry itself */
  BlobRoutes(Repositories repositories, Faults faults, Optional<Storage> storage) {
    this.repositories = repositories;
    this.faults = faults;
    this.storage = storage;
  }

  void get(HttpServerRequest request, String repository, String digest) {
    requireDigest(digest);
    long size = repositories.blobSize(repository, digest).orElseThrow(() -> OciErrorException.unknownBlob(digest));
    request.response().putHeader("Docker-Content-Digest", digest);
    if (request.method().name().equals("HEAD")) {
      request.response().putHeader("Content-Type", "application/octet-stream")
          .putHeader("Content-Length", Long.toString(size)).end();
    } else if (storage.isPresent()) {
      request.response().setStatusCode(307).putHeader("Location", storage.get().signedUrl(digest))
          .putHeader("Content-Length", "0").end();
    } else {
      Buffer bytes = repositories.bytes(digest).orElseThrow(() -> OciErrorException.unknownBlob(digest));
      request.response().putHeader("Content-Type", "application/octet-stream");
      Bodies.sendRange(request, faults.corrupts(digest) ? Bodies.corrupted(bytes) : bytes);
    }
  }

  void delete(HttpServerRequest request, String repository, String digest) {
    requireDigest(digest);
    if (!repositories.deleteBlob(repository, digest)) {
      throw OciErrorException.unknownBlob(digest);
    }
    request.response().setStatusCode(202).putHeader("Content-Length", "0").end();
  }

  /**
   * Opens an upload; with {@code digest} takes the body as the whole blob, with {@code mount} and {@code from} takes one that is
   * there already.
   *
   * @param mayRead whether the client may pull from the repository that it mounts from
   */
  void start(HttpServerRequest request, String repository, Buffer body, Predicate<String> mayRead) {
    String digest = request.getParam("digest");
    String mount = request.getParam("mount");
    String from = request.getParam("from");
    if (digest != null) {
      store(request, repository, digest, body);
    } else if (mount != null && from != null && Sha256.isDigest(mount) && mayRead.test(from)
        && repositories.mount(from, repository, mount)) {
      created(request, repository, mount);
    } else if (uploads.size() >= UPLOADS_AT_ONCE) {
      throw new OciErrorException(429, "TOOMANYREQUESTS", "too many uploads at once", null, Map.of("Retry-After", "1"));
    } else {
      String id = UUID.randomUUID().toString();
      uploads.put(id, new Upload(repository, Buffer.buffer()));
      progress(request, 202, repository, id);
    }
  }

  void append(HttpServerRequest request, String repository, String id, Buffer part) {
    Upload upload = upload(repository, id);
    requireNext(request, upload, part);
    if (upload.bytes().length() + part.length() > Bodies.BLOB) {
      uploads.remove(id);
      throw new OciErrorException(413, "SIZE_INVALID", "the blob is too large");
    }
    upload.bytes().appendBuffer(part);
    progress(request, 202, repository, id);
  }

  /** The last part, or the only one. A digest that does not fit ends the upload; a part out of order does not. */
  void finish(HttpServerRequest request, String repository, String id, Buffer lastPart) {
    Upload upload = upload(repository, id);
    requireNext(request, upload, lastPart);
    uploads.remove(id);
    store(request, repository, Optional.ofNullable(request.getParam("digest")).orElse(""),
        upload.bytes().appendBuffer(lastPart));
  }

  /** Where a client says which bytes a part is, they are the next ones, and as many as it sends. */
  private static void requireNext(HttpServerRequest request, Upload upload, Buffer part) {
    String told = request.getHeader("Content-Range");
    if (told == null) {
      return;
    }
    Matcher range = CONTENT_RANGE.matcher(told);
    if (!range.matches() || Long.parseLong(range.group(1)) != upload.bytes().length()) {
      throw new OciErrorException(416, "BLOB_UPLOAD_INVALID", "the part does not begin where the one before it ended");
    }
    if (Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1 != part.length()) {
      throw new OciErrorException(400, "SIZE_INVALID", "the part is not as long as its Content-Range says");
    }
  }

  void status(HttpServerRequest request, String repository, String id) {
    upload(repository, id);
    progress(request, 204, repository, id);
  }

  void cancel(HttpServerRequest request, String repository, String id) {
    upload(repository, id);
    uploads.remove(id);
    request.response().setStatusCode(204).end();
  }

  private Upload upload(String repository, String id) {
    return Optional.ofNullable(uploads.get(id)).filter(one -> one.repository().equals(repository))
        .orElseThrow(() -> new OciErrorException(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry"));
  }

  private void store(HttpServerRequest request, String repository, String digest, Buffer bytes) {
    requireDigest(digest);
    if (!Sha256.of(bytes).equals(digest)) {
      throw new OciErrorException(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
    }
    repositories.putBlob(repository, digest, bytes);
    created(request, repository, digest);
  }

  private static void requireDigest(String digest) {
    if (!Sha256.isDigest(digest)) {
      throw new OciErrorException(400, "DIGEST_INVALID", "provided digest is not a digest");
    }
  }

  private static void created(HttpServerRequest request, String repository, String digest) {
    request.response().setStatusCode(201).putHeader("Docker-Content-Digest", digest)
        .putHeader("Location", "/v2/" + repository + "/blobs/" + digest).putHeader("Content-Length", "0").end();
  }

  private void progress(HttpServerRequest request, int status, String repository, String id) {
    int length = upload(repository, id).bytes().length();
    request.response().setStatusCode(status).putHeader("Location", "/v2/" + repository + "/blobs/uploads/" + id)
        .putHeader("Range", "0-" + Math.max(0, length - 1)).putHeader("Docker-Upload-UUID", id);
    if (status != 204) {
      request.response().putHeader("Content-Length", "0");
    }
    request.response().end();
  }
}
