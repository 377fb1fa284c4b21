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
 * No complete HTTP answer. The message is fit for the record: it names hosts but no path, query or header. There is no cause,
 * since its message could hold anything.
 */
public final class UnansweredException extends Exception {
  private static final long serialVersionUID = 1L;

  /** At which stage the exchange failed. */
  public enum Where {
    DNS,
    CONNECT,
    TLS,
    /** Connected, but the answer was not complete at the deadline. */
    TIMEOUT,
    /** Connected, but the connection ended early or the answer is not HTTP. */
    BROKEN
  }

  private final Where where;

  private UnansweredException(Where where, String message) {
    super(message, null, false, false); // an expected outcome, not a fault of ours: needs no stack
    this.where = where;
  }

  public Where where() {
    return where;
  }

  /**
   * The deadline has passed.
   *
   * @param connected whether a connection, with TLS where required, was established by then
   */
  static UnansweredException late(boolean connected, String host, Duration within) {
    return connected
        ? new UnansweredException(Where.TIMEOUT, host + " sent no complete answer within " + text(within))
        : new UnansweredException(Where.CONNECT, "no connection to " + host + " within " + text(within));
  }

  /**
   * The exchange failed.
   *
   * @param connected whether a connection, with TLS where required, was established by then
   */
  static UnansweredException of(Throwable failure, String host, boolean connected) {
    List<Throwable> chain = chain(failure);
    if (holds(chain, UnknownHostException.class)) {
      return new UnansweredException(Where.DNS, "the name " + host + " could not be resolved");
    }
    if (holds(chain, SSLException.class)) {
      return new UnansweredException(Where.TLS, "no secure connection to " + host + ": " + tls(chain));
    }
    if (holds(chain, ConnectTimeoutException.class)) {
      return new UnansweredException(Where.CONNECT, "no connection to " + host + " in time");
    }
    if (holds(chain, ConnectException.class)) {
      return new UnansweredException(Where.CONNECT, host + " refused the connection");
    }
    if (holds(chain, NoRouteToHostException.class) || says(chain, "unreachable")) {
      return new UnansweredException(Where.CONNECT, "there is no route to " + host);
    }
    if (!connected) {
      return new UnansweredException(Where.CONNECT, "the connection to " + host + " ended before it was established");
    }
    return new UnansweredException(Where.BROKEN, "the connection to " + host + " ended before the answer was complete");
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
      return "the certificate is not signed by a trusted authority";
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

  private static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
