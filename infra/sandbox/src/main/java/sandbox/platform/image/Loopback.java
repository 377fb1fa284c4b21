package sandbox.platform.image;

import java.net.URI;
import java.util.Locale;

/** Traffic of the sandbox stays on this machine. */
final class Loopback {
  private Loopback() {}

  static boolean is(URI address) {
    String host = address.getHost();
    return host != null && is(host);
  }

  /** Without asking a name server: names under {@code localhost} are reserved for this machine (RFC 6761). */
  static boolean is(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost") || lower.endsWith(".localhost") || lower.matches("127(\\.\\d{1,3}){3}")
        || lower.equals("[::1]");
  }
}
