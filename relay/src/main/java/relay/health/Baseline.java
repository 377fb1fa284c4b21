package relay.health;

import java.util.Optional;

/** What the relay sees of an app before it touches it. */
public sealed interface Baseline {
  /**
   * The app answers.
   *
   * @param well by its own health rule
   * @param mark that the answer carries; empty when it carries none
   * @param instance that gave it; empty when it does not say
   * @param detail what it said
   */
  record Seen(boolean well, Optional<String> mark, Optional<String> instance, String detail) implements Baseline {}

  /** Nothing of the app can be seen from here, so nothing could be proven either. */
  record Invisible(String detail) implements Baseline {}

  /**
   * Judges the answer of one probe: 401, 403 and a redirect elsewhere come from a front end that does not let the relay
   * through, unless they carry the app's own mark.
   */
  static Baseline of(Answer answer, HealthSettings health, ProofSettings proof) {
    return switch (answer) {
      case Answer.NoReply(var trouble, var detail) -> switch (trouble) {
        case IDENTITY, DNS, CONNECT, TLS, FRONT -> new Invisible(detail);
        case TIMEOUT, BROKEN -> new Seen(false, Optional.empty(), Optional.empty(), detail);
      };
      case Answer.Reply reply -> of(reply, health, proof);
    };
  }

  private static Baseline of(Answer.Reply reply, HealthSettings health, ProofSettings proof) {
    Optional<String> mark = mark(reply, proof);
    boolean well = health.isWell(reply);
    if (!well && mark.isEmpty() && Front.answers(reply, health.path())) {
      return new Invisible(Front.said(reply, health.path()));
    }
    return new Seen(well, mark, instance(reply, proof), health.path() + " answers " + reply.status());
  }

  private static Optional<String> mark(Answer.Reply reply, ProofSettings proof) {
    return proof.marker().flatMap(marker -> marker.read(reply));
  }

  private static Optional<String> instance(Answer.Reply reply, ProofSettings proof) {
    return proof.instance().flatMap(marker -> marker.read(reply));
  }
}
