package relay.health;

/** What the relay sees of an app before it touches it. */
public sealed interface Baseline {
  /** The app answers; {@code well} by its own health rule. */
  record Seen(boolean well, String how) implements Baseline {}

  /** Nothing of the app can be seen from here, so nothing could be proven either. */
  record Invisible(String why) implements Baseline {}

  /** Judges the answer of one probe: 401 and 403 come from a front end that lets the relay not through. */
  static Baseline of(Answer answer, HealthSettings health) {
    return switch (answer) {
      case Answer.NoReply(var trouble, var detail) -> switch (trouble) {
        case IDENTITY, DNS, CONNECT, TLS -> new Invisible(detail);
        case TIMEOUT, BROKEN -> new Seen(false, detail);
      };
      case Answer.Reply reply when reply.status() == 401 || reply.status() == 403 ->
        new Invisible(health.path() + " answers " + reply.status());
      case Answer.Reply reply -> new Seen(health.isWell(reply), health.path() + " answers " + reply.status());
    };
  }
}
