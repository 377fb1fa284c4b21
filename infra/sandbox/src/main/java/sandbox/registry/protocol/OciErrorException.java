package sandbox.registry.protocol;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as the OCI distribution specification words it: {@code {"errors":[{"code","message","detail"}]}}. Thrown by whatever
 * handles a request and answered in one place.
 */
public final class OciErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient @Nullable Object detail;
  private final transient Map<String, String> headers;

  public OciErrorException(int status, String code, String message, @Nullable Object detail,
      Map<String, String> headers) {
    super(message, null, false, false); // an answer, not a failure: nobody wants its stack
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }

  public OciErrorException(int status, String code, String message) { this(status, code, message, null, Map.of()); }

  public static OciErrorException unknownManifest(String reference) {
    return Sha256.isDigest(reference)
        ? new OciErrorException(404, "MANIFEST_UNKNOWN", "manifest " + reference + " is not found",
            new JsonObject().put("Digest", reference), Map.of())
        : new OciErrorException(404, "MANIFEST_UNKNOWN", "manifest tagged by \"" + reference + "\" is not found",
            new JsonObject().put("Tag", reference), Map.of());
  }

  public static OciErrorException unknownRepository(String name) {
    return new OciErrorException(404, "NAME_UNKNOWN", "repository \"" + name + "\" is not found",
        new JsonObject().put("name", name), Map.of());
  }

  public static OciErrorException unknownBlob(String digest) {
    return new OciErrorException(404, "BLOB_UNKNOWN", "blob unknown to registry",
        new JsonObject().put("digest", digest),
        Map.of());
  }

  public int status() { return status; }

  public Map<String, String> headers() { return headers; }

  public JsonObject body() {
    return new JsonObject().put("errors", new JsonArray()
        .add(new JsonObject().put("code", code).put("message", getMessage()).put("detail", detail)));
  }
}
