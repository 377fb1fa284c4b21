package sandbox.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/** Signs tokens shaped like those of Entra ID (version 1) and recognises its own. */
final class TokenSigner {
  private final String issuer;
  private final String tenantId;
  private final RSAKey key;

  TokenSigner(String tenantId) {
    this.tenantId = tenantId;
    this.issuer = "https://sts.windows.net/" + tenantId + "/";
    try {
      this.key = new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK cannot make an RSA key", e);
    }
  }

  String sign(String audience, ManagedIdentity identity, Duration life) {
    Instant now = Instant.now();
    var claims = new JWTClaimsSet.Builder().issuer(issuer).audience(audience).subject(identity.principalId())
        .issueTime(Date.from(now)).notBeforeTime(Date.from(now)).expirationTime(Date.from(now.plus(life)))
        .claim("appid", identity.clientId()).claim("appidacr", "2").claim("oid", identity.principalId())
        .claim("tid", tenantId).claim("idp", issuer).claim("idtyp", "app").claim("ver", "1.0")
        .jwtID(UUID.randomUUID().toString()).build();
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      jwt.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the token could not be signed", e);
    }
    return jwt.serialize();
  }

  /** Empty for anything that is not a token of ours within its time. */
  Optional<Token> verify(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.verify(new RSASSAVerifier(key.toRSAPublicKey()))) {
        return Optional.empty();
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Instant expires = claims.getExpirationTime().toInstant();
      if (!expires.isAfter(Instant.now())) {
        return Optional.empty();
      }
      return Optional.of(new Token(claims.getAudience().getFirst(), claims.getStringClaim("appid"),
          claims.getStringClaim("oid"), expires));
    } catch (ParseException | JOSEException e) {
      return Optional.empty(); // a stranger's text is an expected answer here, not a failure
    }
  }

  String jwks() { return new JWKSet(key.toPublicJWK()).toString(); }
}
