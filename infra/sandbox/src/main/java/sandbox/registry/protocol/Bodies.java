package sandbox.registry.protocol;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads request bodies up to a limit, and writes answers. */
public final class Bodies {
  public static final int MANIFEST = 4 * 1024 * 1024; // what ACR and docker's registry take at most
  public static final int FORM = 64 * 1024;
  public static final int BLOB = 512 * 1024 * 1024;

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,12})-(\\d{0,12})");

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

  /** As {@link #send}, or just the one range of bytes that the request asks for; any other form of {@code Range} is ignored. */
  public static void sendRange(HttpServerRequest request, Buffer body) {
    request.response().putHeader("Accept-Ranges", "bytes");
    Matcher range = RANGE.matcher(Objects.requireNonNullElse(request.getHeader("Range"), ""));
    long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
    long end = range.matches() && !range.group(2).isEmpty() ? Long.parseLong(range.group(2)) + 1 : Long.MAX_VALUE;
    if (!range.matches() || end <= from) {
      send(request, 200, body);
      return;
    }
    if (from >= body.length()) {
      throw new OciErrorException(416, "RANGE_INVALID", "the blob has no such bytes", null,
          Map.of("Content-Range", "bytes */" + body.length()));
    }
    int to = (int) Math.min(end, body.length());
    request.response().putHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + body.length());
    send(request, 206, body.slice((int) from, to));
  }

  /** With one bit of the last byte changed. */
  public static Buffer corrupted(Buffer body) {
    Buffer copy = body.copy();
    return copy.length() == 0
        ? Buffer.buffer("x")
        : copy.setByte(copy.length() - 1, (byte) (copy.getByte(copy.length() - 1) ^ 1));
  }
}
