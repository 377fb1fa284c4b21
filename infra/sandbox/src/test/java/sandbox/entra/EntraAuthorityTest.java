package sandbox.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.tls.LocalCertificate;

/** Each token is checked with the keys that the authority gives out over TLS. */
class EntraAuthorityTest {
  private static final String TENANT = "5a2d1f0c-7b64-4c0e-9d53-0f1e2d3c4b5a";
  private static final String AUDIENCE = "api://relay";
  private static final Vertx VERTX = Vertx.vertx();
  @TempDir
  static Path folder;
  private static EntraAuthority entra;
  private static WebClient client;

  @BeforeAll
  static void start() throws Exception {
    entra = EntraAuthority.start(VERTX, LocalCertificate.create(folder), TENANT);
    client = WebClient.create(VERTX, new WebClientOptions().setSsl(true).setUseAlpn(false)
        .setTrustOptions(new PemTrustOptions().addCertPath(entra.caPem().toString())));
  }

  @AfterAll
  static void stop() {
    VERTX.close().await();
  }

  @AfterEach
  void recover() {
    entra.keyServerDown(false);
  }

  private static HttpResponse<?> get(String url) { return client.getAbs(url).send().await(); }

  private static JsonObject configuration(String version) {
    return new JsonObject(
        get(entra.authority() + TENANT + version + "/.well-known/openid-configuration").bodyAsString());
  }

  private static JWKSet keys(String version) throws Exception {
    return JWKSet.parse(get(configuration(version).getString("jwks_uri")).bodyAsString());
  }

  private static boolean genuine(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    var key = keys("").getKeyByKeyId(jwt.getHeader().getKeyID());
    return key != null && jwt.verify(
        new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), key.toRSAKey().toRSAPublicKey()));
  }

  private static JWTClaimsSet claims(String token) throws Exception {
    return JWTParser.parse(token).getJWTClaimsSet();
  }

  @Test
  void a_version_1_token_has_its_issuer_caller_and_no_roles_and_is_signed_by_a_published_key() throws Exception {
    String token = entra.issue(EntraToken.v1(AUDIENCE, EntraAuthority.EVENT_GRID));
    assertThat(genuine(token)).isTrue();
    assertThat(SignedJWT.parse(token).getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
    assertThat(SignedJWT.parse(token).getHeader().getType()).isEqualTo(JOSEObjectType.JWT);
    assertThat(claims(token).toJSONObject()).containsEntry("iss", "https://sts.windows.net/" + TENANT + "/")
        .containsEntry("aud", AUDIENCE).containsEntry("appid", EntraAuthority.EVENT_GRID)
        .containsEntry("tid", TENANT).containsEntry("ver", "1.0").doesNotContainKeys("azp", "roles");
    assertThat(configuration("").getString("issuer")).isEqualTo(claims(token).getIssuer());
    assertThat(Duration.between(Instant.now(), claims(token).getExpirationTime().toInstant()))
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
  }

  @Test
  void a_version_2_token_has_azp_and_the_issuer_of_its_own_discovery() throws Exception {
    String token = entra.issue(EntraToken.v2(AUDIENCE, EntraAuthority.EVENT_GRID)
        .withRoles(EntraAuthority.EVENT_GRID_ROLE));
    assertThat(genuine(token)).isTrue();
    assertThat(claims(token).toJSONObject()).containsEntry("azp", EntraAuthority.EVENT_GRID)
        .containsEntry("ver", "2.0").doesNotContainKey("appid");
    assertThat(claims(token).getStringListClaim("roles")).containsExactly(EntraAuthority.EVENT_GRID_ROLE);
    assertThat(configuration("/v2.0").getString("issuer")).isEqualTo(claims(token).getIssuer())
        .isEqualTo(entra.authority() + TENANT + "/v2.0");
    assertThat(URI.create(configuration("/v2.0").getString("jwks_uri")).getPath()).contains("/discovery/v2.0/keys");
  }

  @Test
  void any_claim_can_be_wrong_or_missing() throws Exception {
    Instant past = Instant.now().minusSeconds(3600);
    JWTClaimsSet claims = claims(entra.issue(EntraToken.v1(AUDIENCE, "somebody").with("iss", "https://evil.example/")
        .validUntil(past).validFrom(past.minusSeconds(60)).without("tid")));
    assertThat(claims.getIssuer()).isEqualTo("https://evil.example/");
    assertThat(claims.getExpirationTime().toInstant()).isBefore(Instant.now());
    assertThat(claims.getNotBeforeTime()).isBefore(claims.getExpirationTime());
    assertThat(claims.getClaims()).doesNotContainKey("tid").containsEntry("appid", "somebody");
  }

  @Test
  void after_a_rotation_the_new_key_signs_and_the_old_one_stays_published_until_it_is_retired() throws Exception {
    String old = entra.issue(EntraToken.v1(AUDIENCE, "me"));
    String oldKey = entra.currentKey();
    entra.rotateKeys();
    String fresh = entra.issue(EntraToken.v1(AUDIENCE, "me"));
    assertThat(SignedJWT.parse(fresh).getHeader().getKeyID()).isNotEqualTo(oldKey).isEqualTo(entra.currentKey());
    assertThat(List.of(genuine(old), genuine(fresh))).containsExactly(true, true);
    entra.retireOldKeys();
    assertThat(keys("/v2.0").getKeys()).hasSize(1);
    assertThat(List.of(genuine(old), genuine(fresh))).containsExactly(false, true);
    assertThat(genuine(entra.issue(EntraToken.v1(AUDIENCE, "me").signed(new Signing.ByKey(oldKey))))).isFalse();
  }

  @Test
  void a_token_can_be_signed_in_every_way_that_must_be_refused() throws Exception {
    EntraToken right = EntraToken.v1(AUDIENCE, EntraAuthority.EVENT_GRID);
    assertThat(genuine(entra.issue(right.signed(new Signing.Unpublished())))).isFalse();
    String impostor = entra.issue(right.signed(new Signing.Impostor()));
    assertThat(SignedJWT.parse(impostor).getHeader().getKeyID()).isEqualTo(entra.currentKey());
    assertThat(genuine(impostor)).isFalse();
    assertThat(JWTParser.parse(entra.issue(right.signed(new Signing.Nothing())))).isInstanceOf(PlainJWT.class);
    assertThat(SignedJWT.parse(entra.issue(right.signed(new Signing.Hmac()))).getHeader().getAlgorithm())
        .isEqualTo(JWSAlgorithm.HS256);
    String other = entra.issue(right.signed(new Signing.Algorithm("RS512")));
    assertThat(SignedJWT.parse(other).getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS512);
    assertThat(genuine(other)).as("by the right key").isTrue();
  }

  @Test
  void the_key_server_can_be_down_failing_slow_or_somebody_else() {
    String url = configuration("").getString("jwks_uri");
    entra.keyServerDown(true);
    assertThatThrownBy(() -> get(url)).hasMessageContaining("closed");
    assertThatThrownBy(() -> configuration("")).hasMessageContaining("closed");
    entra.keyServerDown(false);
    entra.fault(AuthorityFault.Where.KEYS, new AuthorityFault.Status(503));
    assertThat(get(url).statusCode()).isEqualTo(503);
    assertThat(configuration("").getString("jwks_uri")).isEqualTo(url);
    entra.fault(AuthorityFault.Where.KEYS, new AuthorityFault.Garbled());
    assertThat(get(url).bodyAsString()).startsWith("<html>");
    entra.fault(AuthorityFault.Where.KEYS, new AuthorityFault.Slow(Duration.ofMillis(50)));
    assertThat(get(url).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"other-tenant/.well-known/openid-configuration", "common/v2.0/nothing", ""})
  void other_paths_are_not_found_and_everything_is_logged(String path) {
    assertThat(get(entra.authority() + path).statusCode()).isEqualTo(404);
    assertThat(entra.requests().entries().getLast().path()).isEqualTo("/" + path);
  }
}
