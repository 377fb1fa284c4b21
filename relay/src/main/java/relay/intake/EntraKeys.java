package relay.intake;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.Problem;
import relay.http.ProblemException;

/**
 * The keys of an authority, found by OIDC discovery: its document names where they are, and only the authority's own
 * host or a listed one is believed. What was fetched last serves through an outage; of a key that is not in it nothing can
 * be told then, since it may have come into use meanwhile. Caching and rates are the caller's business.
 */
final class EntraKeys implements JWKSetSource<SecurityContext> {
  private static final Logger log = LoggerFactory.getLogger(EntraKeys.class);

  private final EntraSettings settings;
  private final KeyDocuments documents;
  private final InstantSource clock;
  private final Duration outage;
  private Optional<Fetched> last = Optional.empty();
  private boolean silent;

  private record Fetched(JWKSet keys, Instant at) {}

  /** @param outage how long keys serve that were fetched before the authority fell silent */
  EntraKeys(EntraSettings settings, KeyDocuments documents, InstantSource clock, Duration outage) {
    this.settings = settings;
    this.documents = documents;
    this.clock = clock;
    this.outage = outage;
  }

  @Override
  public synchronized JWKSet getJWKSet(JWKSetCacheRefreshEvaluator wish, long now, SecurityContext context)
      throws JWKSetUnavailableException {
    try {
      JWKSet keys = fetch();
      last = Optional.of(new Fetched(keys, clock.instant()));
      silent = false;
      return keys;
    } catch (JWKSetUnavailableException e) {
      silent = true;
      Instant oldest = clock.instant().minus(outage);
      // A set of its own each time: the cache compares references, and asks again for one that it has.
      return last.filter(one -> one.at().isAfter(oldest)).map(one -> new JWKSet(one.keys().getKeys()))
          .orElseThrow(() -> e);
    }
  }

  /** Whether the authority did not answer when it was asked last, so that this key may be one of its newer ones. */
  synchronized boolean mayLack(String key) {
    return silent && last.map(one -> one.keys().getKeyByKeyId(key) == null).orElse(true);
  }

  private JWKSet fetch() throws JWKSetUnavailableException {
    try {
      JWKSet keys = JWKSet.parse(documents.get(address(documents.get(settings.discovery()))));
      log.info("has {} keys of {}", keys.size(), settings.authority().getHost());
      return keys;
    } catch (IOException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    } catch (ParseException | ProblemException e) {
      throw unavailable("what " + settings.authority().getHost() + " tells of its keys cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the relay stops");
    }
  }

  private JWKSetUnavailableException unavailable(String why) {
    log.warn("the keys of {} cannot be had: {}", settings.authority().getHost(), why);
    return new JWKSetUnavailableException(why);
  }

  private URI address(String discovery) throws IOException {
    URI address;
    try {
      address = URI.create(EventJson.parse(discovery).requiredText("jwks_uri"));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(new Problem.Malformed("no address"));
    }
    String host = hostOf(address);
    boolean allowed = host.equals(hostOf(settings.authority())) || settings.keyHosts().contains(host);
    if (!"https".equalsIgnoreCase(address.getScheme()) || address.getRawUserInfo() != null || !allowed) {
      throw new IOException("the keys are said to be at an address that is not allowed");
    }
    return address;
  }

  /** With the port where it is not 443. */
  private static String hostOf(URI address) {
    int port = address.getPort();
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    return port < 0 || port == 443 ? host : host + ":" + port;
  }

  @Override
  public void close() {
    // nothing is held
  }
}
