package sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.identity.IdentityEndpoint;

/** The list of repositories, which crane, oras and Azure CLI ask for. */
class CatalogTest {
  private static final String READER = "11111111-aaaa-4bbb-8ccc-000000000002";

  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry registry = Registry.start(vertx, identity, Options.defaults());
  private final Client client = new Client(registry.host());

  @BeforeEach
  void fill() {
    List.of("shop/web", "shop/api", "reviews").forEach(name -> registry.put(name, "1.0", ImageSpec.revision("a")));
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
    identity.close();
    vertx.close().await();
  }

  private String basic() {
    return "Basic " + Base64.getEncoder()
        .encodeToString((registry.user() + ":" + registry.password()).getBytes(StandardCharsets.UTF_8));
  }

  private String refreshToken() throws Exception {
    return Client.json(client.postForm("/oauth2/exchange", "grant_type", "access_token", "service", registry.host(),
        "access_token", identity.issue(READER, "https://containerregistry.azure.net"))).getString("refresh_token");
  }

  private String token(String scope) throws Exception {
    return "Bearer " + Client.json(client.postForm("/oauth2/token", "grant_type", "refresh_token", "service",
        registry.host(), "scope", scope, "refresh_token", refreshToken())).getString("access_token");
  }

  private static JsonArray names(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return Client.json(answer).getJsonArray("repositories");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/_catalog", "/acr/v1/_catalog"})
  void whoever_may_pull_lists_the_repositories_page_by_page(String path) throws Exception {
    registry.grantPull(READER);
    String token = token("registry:catalog:*");
    HttpResponse<byte[]> first = client.get(path + "?n=2", "Authorization", token);
    assertThat(names(first)).containsExactly("reviews", "shop/api");
    assertThat(Client.header(first, "link")).isEqualTo("<" + path + "?last=shop/api&n=2>; rel=\"next\"");
    HttpResponse<byte[]> second = client.get(path + "?last=shop/api&n=2", "Authorization", token);
    assertThat(names(second)).containsExactly("shop/web");
    assertThat(Client.header(second, "link")).isEmpty();
    assertThat(names(client.get(path, "Authorization", basic()))).hasSize(3);
  }

  @Test
  void without_a_token_the_challenge_names_the_scope() throws Exception {
    HttpResponse<byte[]> answer = client.get("/v2/_catalog");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(Client.header(answer, "www-authenticate")).endsWith(",scope=\"registry:catalog:*\"");
    assertThat(Client.json(answer).getJsonArray("errors").getJsonObject(0).getJsonArray("detail").getJsonObject(0)
        .getString("Type")).isEqualTo("registry");
  }

  @Test
  void a_token_for_a_repository_or_of_an_identity_without_a_role_lists_nothing() throws Exception {
    registry.grantPull(READER);
    assertThat(client.get("/v2/_catalog", "Authorization", token("repository:reviews:pull")).statusCode())
        .isEqualTo(401);
    registry.revokePull(READER);
    registry.noRight(NoRight.AT_USE);
    assertThat(client.get("/v2/_catalog", "Authorization", token("registry:catalog:*")).statusCode()).isEqualTo(401);
    assertThat(client.get("/oauth2/token?service=" + registry.host() + "&scope=registry:catalog:*").statusCode())
        .isEqualTo(401);
  }
}
