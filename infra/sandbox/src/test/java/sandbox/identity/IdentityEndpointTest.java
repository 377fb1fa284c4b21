package sandbox.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdentityEndpointTest {
  private static final String ARM = "https://management.core.windows.net/";
  private static final String RELAY = "11111111-aaaa-4bbb-8ccc-000000000001";

  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    identity.close();
    vertx.close().await();
  }

  private HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> appService(String query) throws Exception {
    return get(identity.endpoint() + "?api-version=2019-08-01" + query, "X-IDENTITY-HEADER", identity.header());
  }

  @Test
  void gives_the_system_assigned_identity_a_token_in_five_fields() throws Exception {
    HttpResponse<String> answer = appService("&resource=https%3A%2F%2Fmanagement.core.windows.net%2F");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.fieldNames()).containsExactlyInAnyOrder("access_token", "expires_on", "resource", "token_type",
        "client_id");
    assertThat(body.getValue("expires_on")).isInstanceOf(String.class);
    Token token = identity.verify(body.getString("access_token")).orElseThrow();
    assertThat(token.clientId()).isEqualTo(IdentityEndpoint.SYSTEM_ASSIGNED_CLIENT_ID);
    assertThat(token.audience()).isEqualTo(ARM);
    assertThat(token.isForArm()).isTrue();
    assertThat(token.isForRegistry()).isFalse();
    assertThat(token.expires()).isAfter(Instant.now());
  }

  @Test
  void knows_a_user_assigned_identity_by_client_id_and_answers_400_to_an_unknown_one() throws Exception {
    assertThat(appService("&resource=" + ARM + "&client_id=" + RELAY).statusCode()).isEqualTo(400);
    identity.addUserAssigned(RELAY);
    HttpResponse<String> answer = appService("&resource=" + ARM + "&client_id=" + RELAY);
    assertThat(new JsonObject(answer.body()).getString("client_id")).isEqualTo(RELAY);
    identity.systemAssigned(Optional.empty());
    assertThat(appService("&resource=" + ARM).statusCode()).isEqualTo(400);
  }

  @Test
  void wants_its_header_its_version_and_a_resource() throws Exception {
    assertThat(get(identity.endpoint() + "?api-version=2019-08-01&resource=" + ARM).statusCode()).isEqualTo(401);
    assertThat(get(identity.endpoint() + "?api-version=2019-08-01&resource=" + ARM, "X-IDENTITY-HEADER", "wrong")
        .statusCode()).isEqualTo(401);
    assertThat(get(identity.endpoint() + "?resource=" + ARM, "X-IDENTITY-HEADER", identity.header()).statusCode())
        .isEqualTo(400);
    assertThat(appService("").statusCode()).isEqualTo(400);
    assertThat(identity.requests().entries()).isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.headers().toString()).doesNotContain(identity.header()));
  }

  @Test
  void serves_virtual_machines_under_one_slash_and_two() throws Exception {
    for (String slashes : new String[]{"/", "//"}) {
      String url = identity.imds() + slashes + "metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + ARM;
      assertThat(get(url, "Metadata", "true").statusCode()).isEqualTo(200);
      assertThat(get(url).statusCode()).isEqualTo(400);
    }
    assertThat(get(identity.imds() + "/elsewhere").statusCode()).isEqualTo(404);
  }

  @Test
  void recognises_only_its_own_living_tokens() throws Exception {
    var forged = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
        new JWTClaimsSet.Builder().audience(ARM).claim("appid", RELAY).build());
    forged.sign(new MACSigner(new byte[32]));
    assertThat(identity.verify(forged.serialize())).isEmpty();
    assertThat(identity.verify("opaque")).isEmpty();
    assertThat(identity.verify("")).isEmpty();
    assertThat(identity.verify(identity.issue(RELAY, ARM, Duration.ofSeconds(-1)))).isEmpty();
    String token = identity.issue(RELAY, "https://containerregistry.azure.net");
    assertThat(identity.verify(token)).hasValueSatisfying(one -> assertThat(one.isForRegistry()).isTrue());
    var key = JWKSet.parse(identity.jwks()).getKeys().getFirst().toRSAKey();
    assertThat(key.isPrivate()).isFalse();
    assertThat(SignedJWT.parse(token).verify(new RSASSAVerifier(key))).isTrue();
  }

  @Test
  void can_be_down_slow_or_failing() throws Exception {
    identity.fault(new IdentityFault.Status(503));
    assertThat(appService("&resource=" + ARM).statusCode()).isEqualTo(503);
    identity.fault(new IdentityFault.Down());
    assertThatThrownBy(() -> appService("&resource=" + ARM)).isInstanceOf(IOException.class);
    identity.fault(new IdentityFault.Slow(Duration.ofMillis(200)));
    long started = System.nanoTime();
    assertThat(appService("&resource=" + ARM).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(190));
    identity.fault(new IdentityFault.None());
    assertThat(appService("&resource=" + ARM).statusCode()).isEqualTo(200);
  }
}
