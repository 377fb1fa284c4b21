package sandbox.arm;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/** What can go wrong with one request, each as Azure or the network between does it. */
public sealed interface Fault {
  /** Answers without having done anything. */
  record Answer(int status, String body, Map<String, String> headers) implements Fault {}

  /** Does what was asked at once and answers only after {@code delay}. */
  record Slow(Duration delay) implements Fault {}

  /** Does what was asked, then drops the connection. */
  record LostAnswer() implements Fault {}

  /** Takes the request, does nothing and never answers. */
  record Silent() implements Fault {}

  /** Does what was asked and answers 202, which the operation does not promise. */
  record Accepted(Duration retryAfter) implements Fault {}

  /** Does what was asked; reads show the old configuration for {@code lag}. */
  record StaleReads(Duration lag) implements Fault {}

  /** Right after the answer to this request somebody else sets another image. */
  record ForeignChange(String linuxFxVersion) implements Fault {}

  /** 409 in App Service's own capitalised spelling, of which the SDK cannot read the code. */
  static Fault conflict() {
    return new Answer(409,
        ArmError.capitalised("Conflict", "Another operation on this site is still running.").encode(),
        Map.of());
  }

  static Fault tooManyRequests(Duration retryAfter) {
    return new Answer(429,
        ArmError.standard("TooManyRequests", "Too many requests; wait for the time in Retry-After.").encode(),
        Map.of("Retry-After", seconds(retryAfter)));
  }

  /** An error of the service itself: 500, 502, 503, 504. */
  static Fault outage(int status) {
    return new Answer(status,
        ArmError.standard(status == 503 ? "ServiceUnavailable" : "InternalServerError", "The service failed.").encode(),
        Map.of());
  }

  /** 403 although the role holds the right: a lock, a policy, or an assignment that has not spread yet. */
  static Fault forbidden(String action) {
    return new Answer(403, ArmError.forbidden("an identity", action, "the site").encode(), Map.of());
  }

  /** A status with a JSON body. */
  static Fault answer(int status, JsonObject body) {
    return new Answer(status, body.encode(), Map.of());
  }

  static Fault slow(Duration wait) {
    return new Slow(wait);
  }

  static Fault lostAnswer() {
    return new LostAnswer();
  }

  static Fault silent() {
    return new Silent();
  }

  static Fault accepted() {
    return new Accepted(Duration.ofSeconds(1));
  }

  static Fault staleReads(Duration lag) {
    return new StaleReads(lag);
  }

  static Fault foreignChange(String linuxFxVersion) {
    return new ForeignChange(linuxFxVersion);
  }

  private static String seconds(Duration time) { // HTTP knows whole seconds only: never less than asked for
    return Long.toString((time.toMillis() + 999) / 1000);
  }
}
