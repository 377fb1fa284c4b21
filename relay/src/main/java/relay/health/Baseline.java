package relay.health;

import java.net.URI;
import java.util.Locale;
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
   * through.
   */
  static Baseline of(Answer answer, HealthSettings health, ProofSettings proof) {
    return switch (answer) {
      case Answer.NoReply(var trouble, var detail) -> switch (trouble) {
        case IDENTITY, DNS, CONNECT, TLS -> new Invisible(detail);
        case TIMEOUT, BROKEN -> new Seen(false, Optional.empty(), Optional.empty(), detail);
      };
      case Answer.Reply reply -> of(reply, health, proof);
    };
  }

  private static Baseline of(Answer.Reply reply, HealthSettings health, ProofSettings proof) {
    String said = health.path() + " answers " + reply.status();
    if (health.isWell(reply)) {
      return new Seen(true, mark(reply, proof), instance(reply, proof), said);
    }
    if (reply.status() == 401 || reply.status() == 403) {
      return new Invisible(said);
    }
    if (reply.status() / 100 == 3 && leadsAway(reply, health.path())) {
      return new Invisible(said + ", a redirect to a sign-in or another host");
    }
    return new Seen(false, mark(reply, proof), instance(reply, proof), said);
  }

  private static Optional<String> mark(Answer.Reply reply, ProofSettings proof) {
    return proof.marker().flatMap(marker -> marker.read(reply));
  }

  private static Optional<String> instance(Answer.Reply reply, ProofSettings proof) {
    return proof.instance().flatMap(marker -> marker.read(reply));
  }

  /** To another host, or, as App Service's own sign-in does, to a path under {@code /.auth/}. */
  private static boolean leadsAway(Answer.Reply reply, String path) {
    String location = reply.headers().getOrDefault("location", "");
    try {
      URI uri = URI.create(path).resolve(location);
      String to = Optional.ofNullable(uri.getPath()).orElse("");
      return uri.getHost() != null || to.startsWith("/.auth/")
          || to.toLowerCase(Locale.ROOT).contains("login");
    } catch (IllegalArgumentException odd) {
      return true; // nothing of the app's own can be expected behind it
    }
  }
}
