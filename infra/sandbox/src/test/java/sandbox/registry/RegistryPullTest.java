package sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.content.Manifest;
import sandbox.registry.protocol.Sha256;

class RegistryPullTest {
  private static final String RELAY = "11111111-aaaa-4bbb-8ccc-000000000001";
  private static final String REPO = "reviews/web";

  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry registry = Registry.start(vertx, identity, Options.defaults());
  private final Client client = new Client(registry.host());

  @BeforeEach
  void let_the_relay_pull() { registry.grantPull(RELAY); }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
    identity.close();
    vertx.close().await();
  }

  private String entraToken() { return identity.issue(RELAY, "https://containerregistry.azure.net"); }

  private String bearer() throws Exception { return "Bearer " + client.pullToken(entraToken(), REPO); }

  private HttpResponse<byte[]> manifest(String reference) throws Exception {
    return client.get("/v2/" + REPO + "/manifests/" + reference, "Authorization", bearer(), "Accept",
        Client.ALL_KINDS);
  }

  @ParameterizedTest
  @CsvSource({"bytes=2-4, 206, cde, bytes 2-4/26", "bytes=23-, 206, xyz, bytes 23-25/26",
      "bytes=20-99, 206, uvwxyz, bytes 20-25/26", "bytes=26-, 416, , bytes */26",
      "bytes=-3, 200, abcdefghijklmnopqrstuvwxyz, ''", "bytes=4-2, 200, abcdefghijklmnopqrstuvwxyz, ''"})
  void a_blob_is_given_out_in_parts_when_asked(String range, int status, @Nullable String part, String told)
      throws Exception {
    registry.put(REPO, "1.0", ImageSpec.plain(Buffer.buffer("abcdefghijklmnopqrstuvwxyz")));
    String blob = Client.json(manifest("1.0")).getJsonArray("layers").getJsonObject(0).getString("digest");
    String location = Client.header(client.get("/v2/" + REPO + "/blobs/" + blob, "Authorization", bearer()),
        "location");
    HttpResponse<byte[]> answer = client.get(location, "Range", range);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Client.header(answer, "content-range")).isEqualTo(told);
    if (part != null) {
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(part);
    } else {
      assertThat(Client.header(answer, "x-ms-error-code")).isEqualTo("InvalidRange");
    }
  }

  @Test
  void blobs_are_on_another_host_name_so_that_clients_that_drop_their_token_only_there_do() {
    assertThat(URI.create("http://" + registry.storageHost()).getHost())
        .isNotEqualTo(URI.create("http://" + registry.host()).getHost());
  }

  @Test
  void the_entrance_without_a_token_says_where_to_read_on() throws Exception {
    HttpResponse<byte[]> answer = client.get("/v2/");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Client.json(answer).getJsonArray("errors").getJsonObject(0).getString("message"))
        .isEqualTo("authentication required, visit https://aka.ms/acr/authorization for more information.");
  }

  @Test
  void challenges_whoever_has_no_token_as_acr_does() throws Exception {
    registry.put(REPO, "1.0", ImageSpec.revision("a"));
    HttpResponse<byte[]> answer = client.get("/v2/" + REPO + "/manifests/1.0");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Client.header(answer, "www-authenticate")).isEqualTo("Bearer realm=\"http://" + registry.host()
        + "/oauth2/token\",service=\"" + registry.host() + "\",scope=\"repository:" + REPO + ":pull\"");
    var error = Client.json(answer).getJsonArray("errors").getJsonObject(0);
    assertThat(error.getString("code")).isEqualTo("UNAUTHORIZED");
    assertThat(error.getJsonArray("detail").getJsonObject(0).getString("Name")).isEqualTo(REPO);
  }

  @Test
  void exchanges_an_identitys_token_for_one_that_reads_one_repository() throws Exception {
    PushedImage pushed = registry.put(REPO, "1.0", ImageSpec.revision("a"));
    registry.put("other", "1.0", ImageSpec.revision("a"));
    String token = client.pullToken(entraToken(), REPO);
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant())
        .isBetween(Instant.now().plus(Duration.ofMinutes(74)), Instant.now().plus(Duration.ofMinutes(76)));
    HttpResponse<byte[]> answer = client.send("HEAD", "/v2/" + REPO + "/manifests/1.0", "Authorization",
        "Bearer " + token, "Accept", Client.ALL_KINDS);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Client.header(answer, "docker-content-digest")).isEqualTo(pushed.digest());
    assertThat(Client.header(answer, "content-type")).isEqualTo(Manifest.OCI_MANIFEST);
    assertThat(Client.header(answer, "content-length")).isEqualTo(Long.toString(pushed.size()));
    assertThat(client.get("/v2/other/manifests/1.0", "Authorization", "Bearer " + token).statusCode()).isEqualTo(401);
  }

  @Test
  void takes_tokens_of_both_arm_audiences_unless_told_not_to() throws Exception {
    for (String audience : new String[]{"https://management.core.windows.net/", "https://management.azure.com"}) {
      assertThat(client.postForm("/oauth2/exchange", "grant_type", "access_token", "service", registry.host(),
          "access_token", identity.issue(RELAY, audience)).statusCode()).isEqualTo(200);
    }
    try (Registry strict = Registry.start(vertx, identity, Options.defaults().withArmTokens(false));
        var other = new Client(strict.host())) {
      strict.grantPull(RELAY);
      assertThat(other.postForm("/oauth2/exchange", "grant_type", "access_token", "service", strict.host(),
          "access_token", identity.issue(RELAY, "https://management.azure.com")).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void refuses_a_foreign_an_expired_and_a_wrongly_addressed_token() throws Exception {
    String[] bad = {"opaque", entraToken() + "x", identity.issue(RELAY, "https://vault.azure.net"),
        identity.issue(RELAY, "https://containerregistry.azure.net", Duration.ofSeconds(-1))};
    for (String token : bad) {
      assertThat(client.postForm("/oauth2/exchange", "grant_type", "access_token", "service", registry.host(),
          "access_token", token).statusCode()).isEqualTo(401);
    }
    assertThat(client.postForm("/oauth2/exchange", "grant_type", "access_token", "service", "elsewhere",
        "access_token", entraToken()).statusCode()).isEqualTo(400);
  }

  @Test
  void turns_an_identity_without_the_right_away_in_each_of_the_ways_of_acr() throws Exception {
    registry.put(REPO, "1.0", ImageSpec.revision("a"));
    registry.revokePull(RELAY);
    assertThat(client.postForm("/oauth2/exchange", "grant_type", "access_token", "service", registry.host(),
        "access_token", entraToken()).statusCode()).isEqualTo(401);
    registry.noRight(NoRight.AT_USE);
    HttpResponse<byte[]> atUse = manifest("1.0");
    assertThat(atUse.statusCode()).isEqualTo(401);
    assertThat(Client.header(atUse, "www-authenticate")).endsWith("error=\"insufficient_scope\"");
    registry.noRight(NoRight.DENIED);
    assertThat(manifest("1.0").statusCode()).isEqualTo(403);
    registry.grantPull(RELAY);
    assertThat(manifest("1.0").statusCode()).isEqualTo(200);
  }

  @Test
  void redirects_a_blob_to_a_storage_that_refuses_the_registrys_token() throws Exception {
    registry.put(REPO, "1.0", ImageSpec.revision("a"));
    String config = Client.json(manifest("1.0")).getJsonObject("config").getString("digest");
    HttpResponse<byte[]> redirect = client.get("/v2/" + REPO + "/blobs/" + config, "Authorization", bearer());
    assertThat(redirect.statusCode()).isEqualTo(307);
    String location = Client.header(redirect, "location");
    assertThat(location).startsWith("http://" + registry.storageHost() + "/").doesNotContain(registry.host());
    HttpResponse<byte[]> withToken = client.get(location, "Authorization", bearer());
    assertThat(withToken.statusCode()).isEqualTo(400);
    assertThat(new String(withToken.body(), StandardCharsets.UTF_8))
        .contains("InvalidAuthenticationInfo");
    HttpResponse<byte[]> without = client.get(location);
    assertThat(without.statusCode()).isEqualTo(200);
    assertThat(Sha256.of(Buffer.buffer(without.body()))).isEqualTo(config);
    assertThat(Client.json(without).getJsonObject("config").getJsonObject("Labels")
        .getString("org.opencontainers.image.revision")).isEqualTo("a");
    assertThat(client.get(location.replace("sig=", "sig=x")).statusCode()).isEqualTo(403);
  }

  @Test
  void a_redirect_cannot_be_used_once_its_time_is_over() throws Exception {
    try (Registry brief = Registry.start(vertx, identity, Options.defaults().withBlobUrlLife(Duration.ofMillis(-1)));
        var other = new Client(brief.host())) {
      brief.grantPull(RELAY);
      brief.put(REPO, "1.0", ImageSpec.revision("a"));
      String token = "Bearer " + other.pullToken(entraToken(), REPO);
      String config = Client.json(other.get("/v2/" + REPO + "/manifests/1.0", "Authorization", token))
          .getJsonObject("config").getString("digest");
      String location = Client.header(other.get("/v2/" + REPO + "/blobs/" + config, "Authorization", token),
          "location");
      assertThat(other.get(location).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void gives_the_amd64_image_to_a_client_that_does_not_read_indexes() throws Exception {
    PushedImage pushed = registry.put(REPO, "1.0", ImageSpec.revision("a").withPlatforms("linux/arm64", "linux/amd64"));
    HttpResponse<byte[]> naive = client.get("/v2/" + REPO + "/manifests/1.0", "Authorization", bearer(), "Accept",
        Manifest.OCI_MANIFEST);
    assertThat(Client.header(naive, "docker-content-digest")).isEqualTo(pushed.children().get("linux/amd64"));
    assertThat(Client.header(manifest("1.0"), "docker-content-digest")).isEqualTo(pushed.digest());
    assertThat(pushed.mediaType()).isEqualTo(Manifest.OCI_INDEX);
  }

  @Test
  void pages_tags_by_number_and_last() throws Exception {
    PushedImage one = registry.put(REPO, "1.0", ImageSpec.revision("a"));
    registry.tag(REPO, one.digest(), "1.1");
    registry.tag(REPO, one.digest(), "1.2");
    HttpResponse<byte[]> first = client.get("/v2/" + REPO + "/tags/list?n=2", "Authorization", bearer());
    assertThat(Client.json(first).getJsonArray("tags")).isEqualTo(JsonArray.of("1.0", "1.1"));
    String next = Client.header(first, "link");
    assertThat(next).isEqualTo("</v2/" + REPO + "/tags/list?last=1.1&n=2>; rel=\"next\"");
    HttpResponse<byte[]> second = client.get(next.substring(1, next.indexOf('>')), "Authorization", bearer());
    assertThat(Client.json(second).getJsonArray("tags")).isEqualTo(JsonArray.of("1.2"));
    assertThat(Client.header(second, "link")).isEmpty();
    assertThat(client.get("/v2/" + REPO + "/tags/list?n=x", "Authorization", bearer()).statusCode()).isEqualTo(400);
  }

  @Test
  void lists_what_refers_to_a_manifest() throws Exception {
    PushedImage image = registry.put(REPO, "1.0", ImageSpec.revision("a"));
    HttpResponse<byte[]> none = client.get("/v2/" + REPO + "/referrers/" + image.digest(), "Authorization", bearer());
    assertThat(none.statusCode()).isEqualTo(200);
    assertThat(Client.json(none).getJsonArray("manifests")).isEmpty();
    PushedImage signature = registry.put(REPO, Optional.empty(), ImageSpec.referrer(
        "application/vnd.cncf.notary.signature", "application/jose+json", Buffer.buffer("sig"), image.digest()),
        Registry.Events.NONE);
    HttpResponse<byte[]> some = client.get("/v2/" + REPO + "/referrers/" + image.digest()
        + "?artifactType=application/vnd.cncf.notary.signature", "Authorization", bearer());
    assertThat(Client.header(some, "oci-filters-applied")).isEqualTo("artifactType");
    assertThat(Client.json(some).getJsonArray("manifests").getJsonObject(0).getString("digest"))
        .isEqualTo(signature.digest());
    HttpResponse<byte[]> other = client.get("/v2/" + REPO + "/referrers/" + image.digest() + "?artifactType=x",
        "Authorization", bearer());
    assertThat(Client.json(other).getJsonArray("manifests")).isEmpty();
  }

  @Test
  void names_what_it_does_not_hold() throws Exception {
    registry.put(REPO, "1.0", ImageSpec.revision("a"));
    HttpResponse<byte[]> tag = manifest("9.9.9");
    assertThat(tag.statusCode()).isEqualTo(404);
    assertThat(Client.json(tag).getJsonArray("errors").getJsonObject(0).getString("code"))
        .isEqualTo("MANIFEST_UNKNOWN");
    assertThat(manifest("sha256:" + "0".repeat(64)).statusCode()).isEqualTo(404);
    assertThat(manifest("not%20a%20tag").statusCode()).isEqualTo(400);
    assertThat(client.get("/v2/UPPER/manifests/1").statusCode()).isEqualTo(404);
  }
}
