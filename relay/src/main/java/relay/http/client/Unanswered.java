package relay.http.client;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * No whole HTTP answer. The message is a phrase for the record; it names hosts but no path, query or header, and there is no cause,
 * since the causes' messages are not ours.
 */
public final class Unanswered extends Exception {
  private static final long serialVersionUID = 1L;

  /** Where the way to an answer ended. */
  public enum Where {
    DNS,
    CONNECT,
    TLS,
    /** Connected, but the answer was not whole when the time was over. */
    TIMEOUT,
    /** Connected, but the connection ended early or what came is not HTTP. */
    BROKEN
  }

  private final Where where;

  private Unanswered(Where where, String message) {
    super(message, null, false, false); // an expected outcome, not a fault of ours: no stack is needed
    this.where = where;
  }

  public Where where() {
    return where;
  }

  /**
   * The time was over.
   *
   * @param connected whether a connection, with TLS where asked for, was there by then
   */
  static Unanswered late(boolean connected, String host, Duration within) {
    return connected
        ? new Unanswered(Where.TIMEOUT, host + " gave no whole answer within " + told(within))
        : new Unanswered(Where.CONNECT, "no connection to " + host + " within " + told(within));
  }

  static Unanswered of(Throwable failure, String host) {
    List<Throwable> chain = chain(failure);
    if (holds(chain, UnknownHostException.class)) {
      return new Unanswered(Where.DNS, "the name " + host + " could not be resolved");
    }
    if (holds(chain, SSLException.class)) {
      return new Unanswered(Where.TLS, "no secure connection to " + host + ": " + tls(chain));
    }
    if (holds(chain, ConnectTimeoutException.class)) {
      return new Unanswered(Where.CONNECT, "no connection to " + host + " in time");
    }
    if (holds(chain, ConnectException.class)) {
      return new Unanswered(Where.CONNECT, host + " refused the connection");
    }
    if (holds(chain, NoRouteToHostException.class) || says(chain, "unreachable")) {
      return new Unanswered(Where.CONNECT, "there is no route to " + host);
    }
    return new Unanswered(Where.BROKEN, "the connection to " + host + " ended before the answer was whole");
  }

  private static String tls(List<Throwable> chain) {
    if (holds(chain, CertificateExpiredException.class)) {
      return "the certificate has expired";
    }
    if (holds(chain, CertificateNotYetValidException.class)) {
      return "the certificate is not valid yet";
    }
    if (says(chain, "No name matching") || says(chain, "No subject alternative")) {
      return "the certificate is for another name";
    }
    if (says(chain, "certification path") || says(chain, "validation failed")) {
      return "the certificate is not signed by an authority that is trusted here";
    }
    return "the TLS handshake failed";
  }

  private static List<Throwable> chain(Throwable failure) {
    var chain = new ArrayList<Throwable>();
    for (Throwable one = failure; one != null && chain.size() < 16; one = one.getCause()) {
      chain.add(one);
    }
    return chain;
  }

  private static boolean holds(List<Throwable> chain, Class<? extends Throwable> type) {
    return chain.stream().anyMatch(type::isInstance);
  }

  private static boolean says(List<Throwable> chain, String words) {
    return chain.stream().anyMatch(one -> Optional.ofNullable(one.getMessage()).orElse("").contains(words));
  }

  private static String told(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
