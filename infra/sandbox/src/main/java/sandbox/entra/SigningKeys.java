package sandbox.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The authority's keys: several are published, one signs. May be used from any thread. */
final class SigningKeys {
  private final List<RSAKey> published = new ArrayList<>();
  private final List<RSAKey> retired = new ArrayList<>();
  private RSAKey current;
  private Optional<RSAKey> stranger = Optional.empty();

  SigningKeys() {
    published.add(fresh());
    this.current = fresh();
    published.add(current);
  }

  /** A new key signs from now on; the old ones stay published. */
  synchronized void rotate() {
    current = fresh();
    published.add(current);
  }

  /** All but the key in use are published no longer. */
  synchronized void retireOld() {
    retired.addAll(published);
    retired.remove(current);
    published.removeIf(key -> !key.equals(current));
  }

  synchronized String currentId() { return current.getKeyID(); }

  synchronized List<String> publishedIds() { return published.stream().map(RSAKey::getKeyID).toList(); }

  /** The JSON Web Key Set, each key with the members that Entra gives it. */
  synchronized JsonObject document(String issuer) {
    var keys = new JsonArray();
    for (RSAKey key : published) {
      keys.add(new JsonObject(key.toPublicJWK().toJSONObject()).put("x5t", key.getKeyID()).put("issuer", issuer));
    }
    return new JsonObject().put("keys", keys);
  }

  synchronized String sign(JWTClaimsSet claims, Signing signing) {
    return switch (signing) {
      case Signing.Current() -> sign(claims, current, current.getKeyID(), "RS256");
      case Signing.ByKey(String kid) -> sign(claims, byId(kid), kid, "RS256");
      case Signing.Unpublished() -> sign(claims, stranger(), stranger().getKeyID(), "RS256");
      case Signing.Impostor() -> sign(claims, stranger(), current.getKeyID(), "RS256");
      case Signing.Algorithm(String name) -> sign(claims, current, current.getKeyID(), name);
      case Signing.Hmac() -> hmac(claims);
      case Signing.Nothing() -> new PlainJWT(claims).serialize();
    };
  }

  private RSAKey byId(String kid) {
    return Stream.concat(published.stream(), retired.stream())
        .filter(key -> key.getKeyID().equals(kid)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no key " + kid));
  }

  private RSAKey stranger() {
    RSAKey key = stranger.orElseGet(SigningKeys::fresh);
    stranger = Optional.of(key);
    return key;
  }

  private String hmac(JWTClaimsSet claims) {
    try {
      byte[] secret = current.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
      return signed(claims, current.getKeyID(), "HS256", new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException("the token could not be signed", e);
    }
  }

  private static String sign(JWTClaimsSet claims, RSAKey key, String kid, String algorithm) {
    try {
      return signed(claims, kid, algorithm, new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("the token could not be signed", e);
    }
  }

  private static String signed(JWTClaimsSet claims, String kid, String algorithm, JWSSigner signer)
      throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).type(JOSEObjectType.JWT)
        .keyID(kid).build();
    var jwt = new SignedJWT(header, claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static RSAKey fresh() {
    try {
      return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JDK cannot make an RSA key", e);
    }
  }
}
