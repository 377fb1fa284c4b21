package relay.intake.sender;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies tokens of Entra ID, version 1 or 2: signed with RS256 by a key of the one authority, with the right issuer,
 * tenant, audience and caller, and valid now. Keys are kept for an hour, through an outage of the authority for a day, and
 * fetched again when a token names an unknown one, at a bounded rate. Blocks: never on an event loop.
 */
final class EntraTokens {
  /**
   * How long keys are kept.
   *
   * @param fresh how long they are used without asking again
   * @param outage how long they are used when the authority does not answer
   * @param pause within which they are fetched at most twice
   */
  record Keeping(Duration fresh, Duration outage, Duration pause) {
    static final Keeping STANDARD = new Keeping(Duration.ofHours(1), Duration.ofHours(24), Duration.ofSeconds(30));
  }

  sealed interface Verdict {
    record Accepted() implements Verdict {}

    record Refused(TokenFault why) implements Verdict {}

    /** It may be genuine, but the keys are not available now. */
    record Unknown() implements Verdict {}
  }

  private final EntraSettings settings;
  private final InstantSource clock;
  private final EntraKeys keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  EntraTokens(EntraSettings settings, KeyDocuments documents, InstantSource clock, Keeping keeping) {
    this.settings = settings;
    this.clock = clock;
    this.keys = new EntraKeys(settings, documents, clock, keeping.outage());
    JWKSource<SecurityContext> source = JWKSourceBuilder.create(keys)
        .cache(keeping.fresh().toMillis(), Duration.ofSeconds(15).toMillis()).refreshAheadCache(false)
        .rateLimited(keeping.pause().toMillis()).build();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, source));
    processor.setJWTClaimsSetVerifier(null); // ours are below, each with its fault
  }

  Verdict check(String token) {
    try {
      if (!(parsed(token) instanceof SignedJWT signed)) {
        return new Verdict.Refused(TokenFault.UNSIGNED);
      }
      String key = signed.getHeader().getKeyID();
      if (!JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm()) || key == null) {
        return new Verdict.Refused(TokenFault.WRONG_ALGORITHM);
      }
      // Claims first: a token that could never be accepted is not worth a request to the authority.
      Optional<TokenFault> wrong = wrong(signed.getJWTClaimsSet());
      return wrong.isPresent() ? new Verdict.Refused(wrong.get()) : verified(signed, key);
    } catch (ParseException e) {
      return new Verdict.Refused(TokenFault.UNREADABLE);
    }
  }

  private Verdict verified(SignedJWT signed, String key) {
    try {
      var _ = processor.process(signed, null);
      return new Verdict.Accepted();
    } catch (BadJOSEException e) {
      return keys.mayLack(key)
          ? new Verdict.Unknown()
          : new Verdict.Refused(TokenFault.WRONG_SIGNATURE);
    } catch (JOSEException e) { // the keys are not available, or were requested too often
      return new Verdict.Unknown();
    }
  }

  /** Whatever the library throws at a stranger's text only means that it is not a token. */
  private static JWT parsed(String token) throws ParseException {
    try {
      return JWTParser.parse(token);
    } catch (RuntimeException e) {
      throw new ParseException("no token", 0);
    }
  }

  private Optional<TokenFault> wrong(JWTClaimsSet claims) throws ParseException {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    String version = claims.getStringClaim("ver");
    if (Optional.ofNullable(claims.getIssuer()).filter(settings.issuers()::contains).isEmpty()) {
      return Optional.of(TokenFault.WRONG_ISSUER);
    }
    if (!settings.tenant().equals(claims.getStringClaim("tid"))) {
      return Optional.of(TokenFault.WRONG_TENANT);
    }
    List<String> audience = claims.getAudience();
    if (audience.size() != 1
        || Optional.ofNullable(audience.getFirst()).filter(settings.audiences()::contains).isEmpty()) {
      return Optional.of(TokenFault.WRONG_AUDIENCE);
    }
    Optional<String> caller = Optional.ofNullable("1.0".equals(version)
        ? claims.getStringClaim("appid")
        : "2.0".equals(version) ? claims.getStringClaim("azp") : null);
    if (caller.filter(settings.callers()::contains).isEmpty()) {
      return Optional.of(TokenFault.WRONG_CALLER);
    }
    if (expires == null || now.isAfter(expires.toInstant().plus(settings.skew()))) {
      return Optional.of(TokenFault.EXPIRED);
    }
    if (begins != null && now.isBefore(begins.toInstant().minus(settings.skew()))) {
      return Optional.of(TokenFault.NOT_YET_VALID);
    }
    return settings.role().filter(role -> !roles(claims).contains(role)).map(_ -> TokenFault.MISSING_ROLE);
  }

  private static Collection<?> roles(JWTClaimsSet claims) {
    return claims.getClaim("roles") instanceof List<?> roles ? roles : Set.of();
  }
}
