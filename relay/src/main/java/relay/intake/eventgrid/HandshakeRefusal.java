package relay.intake.eventgrid;

import relay.http.Problem;
import relay.http.ProblemException;

/** Why a handshake of Event Grid is refused. */
enum HandshakeRefusal {
  NOT_ALONE("validation-not-alone", "a validation must come alone"),
  NOT_A_VALIDATION("not-a-validation", "the header announces a validation, but the body holds something else"),
  UNREADABLE_CODE("validation-code", "the validation code is missing or invalid"),
  /** Does not say which of the two: that would only help an attacker. */
  NOT_LISTED("subscription-not-listed", "the event subscription or its topic is not listed"),
  ORIGIN_NOT_LISTED("origin-not-listed", "the origin is not listed"),
  INVALID_RATE("invalid-rate", "the requested rate is not a positive number");

  private final String code;
  private final String sentence;

  HandshakeRefusal(String code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  ProblemException exception() {
    return new ProblemException(switch (this) {
      case NOT_ALONE, NOT_A_VALIDATION, UNREADABLE_CODE -> new Problem.Malformed(code, sentence);
      case NOT_LISTED, ORIGIN_NOT_LISTED, INVALID_RATE -> new Problem.Forbidden(code, sentence);
    });
  }
}
