package relay.http;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A refusal the caller can act on (RFC 9457). Never holds a secret or an upstream error body. */
public sealed interface Problem {
  record UnknownSender() implements Problem {}

  /**
   * Known, but not allowed to.
   *
   * @param code stable; empty text when there is nothing to tell apart
   * @param detail says what it takes
   */
  record Forbidden(String code, String detail) implements Problem {
    public Forbidden(String detail) {
      this("", detail);
    }
  }

  /**
   * The request cannot be read.
   *
   * @param code stable; empty text when there is nothing to tell apart
   * @param detail names what is wrong, and repeats no value of the request
   */
  record Malformed(String code, String detail) implements Problem {
    public Malformed(String detail) {
      this("", detail);
    }
  }

  /** The body did not arrive in time. */
  record TooSlow() implements Problem {}

  record TooLarge(long limitBytes) implements Problem {}

  /** The request line is too long. */
  record TargetTooLong() implements Problem {}

  record HeadersTooLarge() implements Problem {}

  record UnsupportedType(String expected) implements Problem {}

  /** The body is compressed, or encoded in some other way. */
  record UnsupportedEncoding() implements Problem {}

  record NotAllowed(List<String> allowed) implements Problem {}

  record NotFound(String detail) implements Problem {}

  /** Understood, but not possible as things stand. {@code code} is stable, {@code detail} for people. */
  record Conflict(String code, String detail) implements Problem {}

  /** Cannot be taken now; {@code retryAfter} becomes Retry-After. */
  record Busy(Duration retryAfter) implements Problem {}

  /** Too many requests; {@code retryAfter} becomes Retry-After. */
  record TooMany(Duration retryAfter) implements Problem {}

  record Internal() implements Problem {}

  /** What a problem is called in answers and metrics, with its status. Stable: clients and alerts depend on it. */
  enum Type {
    UNKNOWN_SENDER(401, "The sender could not be verified"),
    FORBIDDEN(403, "Not allowed"),
    MALFORMED(400, "The request is not valid"),
    TOO_SLOW(408, "The body did not arrive in time"),
    TOO_LARGE(413, "The body is too large"),
    TARGET_TOO_LONG(414, "The request line is too long"),
    HEADERS_TOO_LARGE(431, "The request headers are too large"),
    UNSUPPORTED_TYPE(415, "The content type is not supported"),
    UNSUPPORTED_ENCODING(415, "The content encoding is not supported"),
    NOT_ALLOWED(405, "The method is not supported here"),
    NOT_FOUND(404, "Not found"),
    CONFLICT(409, "Not possible now"),
    BUSY(503, "The relay cannot take more requests now"),
    TOO_MANY(429, "Too many requests"),
    INTERNAL(500, "Something went wrong in the relay");

    private final int status;
    private final String title;

    Type(int status, String title) {
      this.status = status;
      this.title = title;
    }

    public int status() {
      return status;
    }

    /** {@code TOO_LARGE} is {@code too-large}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  default Type type() {
    return switch (this) {
      case UnknownSender _ -> Type.UNKNOWN_SENDER;
      case Forbidden _ -> Type.FORBIDDEN;
      case Malformed _ -> Type.MALFORMED;
      case TooSlow _ -> Type.TOO_SLOW;
      case TooLarge _ -> Type.TOO_LARGE;
      case TargetTooLong _ -> Type.TARGET_TOO_LONG;
      case HeadersTooLarge _ -> Type.HEADERS_TOO_LARGE;
      case UnsupportedType _ -> Type.UNSUPPORTED_TYPE;
      case UnsupportedEncoding _ -> Type.UNSUPPORTED_ENCODING;
      case NotAllowed _ -> Type.NOT_ALLOWED;
      case NotFound _ -> Type.NOT_FOUND;
      case Conflict _ -> Type.CONFLICT;
      case Busy _ -> Type.BUSY;
      case TooMany _ -> Type.TOO_MANY;
      case Internal _ -> Type.INTERNAL;
    };
  }

  /** The body, {@code application/problem+json}. */
  default JsonObject toJson() {
    var json = new JsonObject().put("type", "/problems/" + type().label()).put("title", type().title)
        .put("status", type().status);
    return switch (this) {
      case Forbidden(var code, var detail) -> detailed(json, code, detail);
      case Malformed(var code, var detail) -> detailed(json, code, detail);
      case TooLarge(var limit) -> json.put("detail", "at most " + limit + " bytes");
      case UnsupportedType(var expected) -> json.put("detail", "send " + expected);
      case UnsupportedEncoding() -> json.put("detail", "send the body as it is, without Content-Encoding");
      case NotAllowed(var allowed) -> json.put("detail", "use " + String.join(", ", allowed));
      case NotFound(var detail) -> json.put("detail", detail);
      case Conflict(var code, var detail) -> detailed(json, code, detail);
      default -> json; // the rest say it all in the title
    };
  }

  private static JsonObject detailed(JsonObject json, String code, String detail) {
    return (code.isEmpty() ? json : json.put("code", code)).put("detail", detail);
  }
}
