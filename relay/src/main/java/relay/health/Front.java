package relay.health;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers that come from what stands before an app rather than from the app: a sign-in, an access restriction, a custom
 * domain.
 */
final class Front {
  private static final int LONGEST_HOST = 100;

  private Front() {}

  /** Whether it may be a front end that answered a question for {@code path}, which is not let through. */
  static boolean answers(Answer.Reply reply, String path) {
    return reply.status() == 401 || reply.status() == 403
        || (reply.status() / 100 == 3 && leadsAway(reply, path));
  }

  /** For the record; of the address that it leads to no more than the host, since the rest may hold a secret. */
  static String said(Answer.Reply reply, String path) {
    String said = path + " answers " + reply.status();
    if (reply.status() / 100 != 3) {
      return said;
    }
    return said + ", a redirect to " + target(reply, path).map(URI::getHost).map(Front::printable).orElse("a sign-in");
  }

  /** To another host, or, as App Service's own sign-in does, to a path under {@code /.auth/}. */
  private static boolean leadsAway(Answer.Reply reply, String path) {
    return target(reply, path).map(uri -> {
      String to = Optional.ofNullable(uri.getPath()).orElse("");
      return uri.getHost() != null || to.startsWith("/.auth/") || to.toLowerCase(Locale.ROOT).contains("login");
    }).orElse(true); // nothing of the app's own can be expected behind it
  }

  /** Empty when it is no address. */
  private static Optional<URI> target(Answer.Reply reply, String path) {
    try {
      return Optional.of(URI.create(path).resolve(reply.headers().getOrDefault("location", "")));
    } catch (IllegalArgumentException odd) {
      return Optional.empty();
    }
  }

  private static String printable(String host) {
    String plain = host.replaceAll("[^A-Za-z0-9.:\\[\\]-]", "?");
    return plain.length() > LONGEST_HOST ? plain.substring(0, LONGEST_HOST) + "..." : plain;
  }
}
