package sandbox.registry;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The registry's own tokens: refresh tokens say who, access tokens say what. Both are JWTs whose {@code exp} a client may read;
 * claim names as in Azure/acr, docs/AAD-OAuth.md.
 */
final class RegistryTokens {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ISSUER = "Azure Container Registry";
  private volatile byte[] key = freshKey();

  /** What an access token allows. */
  record Grant(String subject, List<Scope> scopes) {}

  /** Makes every token given so far worthless. */
  void forgetAll() { key = freshKey(); }

  String refreshToken(String service, String subject) {
    return sign(claims(service, subject, Duration.ofHours(3)).claim("grant_type", "refresh_token").build());
  }

  /** Who a refresh token was given to; empty when it is not ours or has expired. */
  Optional<String> subjectOf(String refreshToken) {
    return claims(refreshToken, "refresh_token").map(JWTClaimsSet::getSubject);
  }

  String accessToken(String service, String subject, List<Scope> scopes, Duration life) {
    var access = new ArrayList<Map<String, Object>>();
    for (Scope scope : scopes) {
      var entry = new LinkedHashMap<String, Object>();
      entry.put("Type", scope.type());
      entry.put("Name", scope.name());
      entry.put("Actions", List.copyOf(scope.actions()));
      access.add(entry);
    }
    return sign(claims(service, subject, life).claim("grant_type", "access_token").claim("access", access).build());
  }

  /** Empty when it is not ours or has expired. */
  Optional<Grant> grantOf(String accessToken) {
    return claims(accessToken, "access_token").map(claims -> {
      var scopes = new ArrayList<Scope>();
      if (claims.getClaim("access") instanceof List<?> entries) {
        for (Object entry : entries) {
          if (entry instanceof Map<?, ?> one && one.get("Actions") instanceof List<?> actions) {
            scopes.add(new Scope(String.valueOf(one.get("Type")), String.valueOf(one.get("Name")), new LinkedHashSet<>(
                actions.stream().map(String::valueOf).toList())));
          }
        }
      }
      return new Grant(claims.getSubject(), scopes);
    });
  }

  private static JWTClaimsSet.Builder claims(String service, String subject, Duration life) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder().issuer(ISSUER).audience(service).subject(subject).issueTime(Date.from(now))
        .notBeforeTime(Date.from(now.minus(Duration.ofMinutes(15)))).expirationTime(Date.from(now.plus(life)))
        .jwtID(UUID.randomUUID().toString()).claim("version", "1.0");
  }

  private String sign(JWTClaimsSet claims) {
    try {
      var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      jwt.sign(new MACSigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("the token could not be signed", e);
    }
  }

  private Optional<JWTClaimsSet> claims(String token, String kind) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.verify(new MACVerifier(key))) {
        return Optional.empty();
      }
      return Optional.of(jwt.getJWTClaimsSet())
          .filter(claims -> kind.equals(claims.getClaim("grant_type")))
          .filter(claims -> claims.getExpirationTime().toInstant().isAfter(Instant.now()));
    } catch (ParseException | JOSEException e) {
      return Optional.empty(); // a stranger's text is an expected answer here, not a failure
    }
  }

  private static byte[] freshKey() {
    var key = new byte[32];
    RANDOM.nextBytes(key);
    return key;
  }
}
