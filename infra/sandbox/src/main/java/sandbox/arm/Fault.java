package sandbox.arm;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import sandbox.arm.answer.ArmError;
import sandbox.arm.answer.OddBody;

/** What can go wrong with one request, each as Azure or the network between does it. */
public sealed interface Fault {
  /** Answers without having done anything. */
  record Answer(int status, String body, Map<String, String> headers) implements Fault {}

  /** Does what was asked at once and answers only after {@code delay}. */
  record Slow(Duration delay) implements Fault {}

  /** Does what was asked, then drops the connection. */
  record LostAnswer() implements Fault {}

  /** Does what was asked and answers with its usual status, but with another body, made from the usual one. */
  record Altered(UnaryOperator<String> body) implements Fault {}

  /** Does nothing and resets the connection. */
  record Reset() implements Fault {}

  /** 401, to this request and to all that carry the same token from now on; another token is as good as before. */
  record TokenRevoked() implements Fault {}

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

  /** 409 of a subscription that is not paid for, as ARM answers each write to it. */
  static Fault disabledSubscription() {
    return disabledSubscription("ReadOnlyDisabledSubscription");
  }

  /**
   * The same with another code.
   *
   * @param code in another case, perhaps: Azure's codes are compared without it
   */
  static Fault disabledSubscription(String code) {
    return new Answer(409,
        ArmError.standard(code, "The subscription is disabled and therefore marked as read only.").encode(), Map.of());
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

  /** 401 to this request alone: the next one with the same token is let in. */
  static Fault unauthorized() {
    return new Answer(401, ArmError.standard("ExpiredAuthenticationToken", "The access token expiry is over.").encode(),
        Map.of("WWW-Authenticate", "Bearer authorization_uri=\"https://login.windows.net/\", error=\"invalid_token\""));
  }

  static Fault tokenRevoked() {
    return new TokenRevoked();
  }

  /** Does what was asked; the body is this text, whatever it is. */
  static Fault body(String text) {
    return new Altered(_ -> text);
  }

  static Fault emptyBody() {
    return body("");
  }

  static Fault nullBody() {
    return body("null");
  }

  /** Does what was asked; each member of the answer is of another type than it should be. */
  static Fault otherTypes() {
    return new Altered(OddBody::otherTypes);
  }

  /** Does what was asked; every object of the answer has members that nobody knows. */
  static Fault unknownMembers() {
    return new Altered(OddBody::unknownMembers);
  }

  static Fault reset() {
    return new Reset();
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
