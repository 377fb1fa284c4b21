package relay.intake.sender;

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
import relay.intake.json.EventJson;
import relay.intake.json.JsonFaultException;

/**
 * The keys of an authority, found by OIDC discovery: its document says where they are, and only an address at the
 * authority's own host or a listed one is followed. The set fetched last serves through an outage; whether a key that is
 * not in it is genuine is then unknown, since it may be a new one. Caching and rates are the caller's business.
 */
final class EntraKeys implements JWKSetSource<SecurityContext> {
  private static final Logger LOG = LoggerFactory.getLogger(EntraKeys.class);

  private final EntraSettings settings;
  private final KeyDocuments documents;
  private final InstantSource clock;
  private final Duration outage;
  private Optional<Fetched> last = Optional.empty();
  private boolean silent;

  private record Fetched(JWKSet keys, Instant at) {}

  /** @param outage how long keys that were fetched before an outage of the authority serve */
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
      // A new set each time: the cache compares references, and would ask again for one that it has.
      return last.filter(one -> one.at().isAfter(oldest)).map(one -> new JWKSet(one.keys().getKeys()))
          .orElseThrow(() -> e);
    }
  }

  /** Whether the authority did not answer the last request, so that this key may be one of its newer ones. */
  synchronized boolean mayLack(String key) {
    return silent && last.map(one -> one.keys().getKeyByKeyId(key) == null).orElse(true);
  }

  private JWKSet fetch() throws JWKSetUnavailableException {
    try {
      JWKSet keys = JWKSet.parse(documents.get(address(documents.get(settings.discovery()))));
      LOG.info("fetched {} keys of {}", keys.size(), settings.authority().getHost());
      return keys;
    } catch (IOException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    } catch (ParseException | JsonFaultException e) {
      throw unavailable("its key document cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the relay is stopping");
    }
  }

  private JWKSetUnavailableException unavailable(String why) {
    LOG.warn("the keys of {} are not available: {}", settings.authority().getHost(), why);
    return new JWKSetUnavailableException(why);
  }

  private URI address(String discovery) throws IOException {
    URI address;
    try {
      address = URI.create(EventJson.parse(discovery).requiredText("jwks_uri"));
    } catch (IllegalArgumentException e) {
      throw new IOException("its discovery document names no address of keys", e);
    }
    String host = hostOf(address);
    boolean allowed = host.equals(hostOf(settings.authority())) || settings.keyHosts().contains(host);
    if (!"https".equalsIgnoreCase(address.getScheme()) || address.getRawUserInfo() != null || !allowed) {
      throw new IOException("its discovery document names an address that is not allowed");
    }
    return address;
  }

  /** With the port unless it is 443. */
  private static String hostOf(URI address) {
    int port = address.getPort();
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    return port < 0 || port == 443 ? host : host + ":" + port;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
