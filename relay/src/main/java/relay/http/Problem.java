package relay.http;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** A refusal the caller can act on (RFC 9457). Never holds a secret or an upstream error body. */
public sealed interface Problem {
  record UnknownSender() implements Problem {}

  /** Known, but not allowed to; {@code detail} says what it takes. */
  record Forbidden(String detail) implements Problem {}

  record Malformed(String detail) implements Problem {}

  /** The body did not arrive in time. */
  record TooSlow() implements Problem {}

  record TooLarge(long limitBytes) implements Problem {}

  record UnsupportedType(String expected) implements Problem {}

  record NotAllowed(List<String> allowed) implements Problem {}

  record NotFound(String detail) implements Problem {}

  /** Understood, but not possible as things stand. {@code code} is stable, {@code detail} for people. */
  record Conflict(String code, String detail) implements Problem {}

  /** Cannot be taken now; {@code retryAfter} becomes Retry-After. */
  record Busy(Duration retryAfter) implements Problem {}

  /** Comes too often; {@code retryAfter} becomes Retry-After. */
  record TooMany(Duration retryAfter) implements Problem {}

  record Internal() implements Problem {}

  /** The body, {@code application/problem+json}. */
  default JsonObject toJson() {
    return switch (this) {
      case UnknownSender() -> json(401, "unknown-sender", "The sender could not be verified");
      case Forbidden(var detail) -> json(403, "forbidden", "Not allowed").put("detail", detail);
      case Malformed(var detail) -> json(400, "malformed", "The request could not be read").put("detail", detail);
      case TooSlow() -> json(408, "too-slow", "The body did not arrive in time");
      case TooLarge(var limit) ->
        json(413, "too-large", "The body is too large").put("detail", "at most " + limit + " bytes");
      case UnsupportedType(var expected) ->
        json(415, "unsupported-type", "The content type is not understood").put("detail", "send " + expected);
      case NotAllowed(var allowed) -> json(405, "not-allowed", "The method is not understood here")
          .put("detail", "use " + String.join(", ", allowed));
      case NotFound(var detail) -> json(404, "not-found", "There is no such thing").put("detail", detail);
      case Conflict(var code, var detail) ->
        json(409, "conflict", "Not possible as things stand").put("code", code).put("detail", detail);
      case Busy _ -> json(503, "busy", "The relay cannot take more now");
      case TooMany _ -> json(429, "too-many", "Too many requests");
      case Internal() -> json(500, "internal", "Something went wrong in the relay");
    };
  }

  private static JsonObject json(int status, String type, String title) {
    return new JsonObject().put("type", "/problems/" + type).put("title", title).put("status", status);
  }
}
