package sandbox.registry.protocol;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Reads request bodies up to a limit, and writes answers. */
public final class Bodies {
  public static final int MANIFEST = 4 * 1024 * 1024; // what ACR and docker's registry take at most
  public static final int FORM = 64 * 1024;
  public static final int BLOB = 512 * 1024 * 1024;

  private Bodies() {}

  /** Waits for the whole body; throws a 413 past {@code limit} bytes. Call it before anything else waits. */
  public static Buffer read(HttpServerRequest request, int limit) {
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    request.handler(part -> {
      if (read.length() + part.length() > limit) {
        whole.tryFail(new OciErrorException(413, "SIZE_INVALID", "the body is larger than " + limit + " bytes"));
      } else {
        read.appendBuffer(part);
      }
    });
    request.endHandler(_ -> whole.tryComplete(read));
    request.exceptionHandler(whole::tryFail);
    return whole.future().await();
  }

  /** The head of an answer; for HEAD requests the body stays away but its length is told. */
  public static void send(HttpServerRequest request, int status, Buffer body) {
    HttpServerResponse response = request.response().setStatusCode(status)
        .putHeader("Content-Length", Integer.toString(body.length()));
    if (request.method().name().equals("HEAD")) {
      response.end();
    } else {
      response.end(body);
    }
  }

  /** With one bit of the last byte changed. */
  public static Buffer corrupted(Buffer body) {
    Buffer copy = body.copy();
    return copy.length() == 0
        ? Buffer.buffer("x")
        : copy.setByte(copy.length() - 1, (byte) (copy.getByte(copy.length() - 1) ^ 1));
  }
}
