package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sandbox.identity.IdentityEndpoint;
import sandbox.tls.LocalCertificate;
import sandbox.wire.RequestLog;

/** The SDK's own credentials, in processes with the environment that Azure gives. */
class IdentityTest {
  private static final String USER_ASSIGNED = World.IDENTITY;
  private static final String UNKNOWN = "11111111-2222-4333-8444-555555555555";

  @TempDir
  Path folder;
  private World world;
  private IdentityEndpoint identity;
  private World.App app;

  @BeforeEach
  void start() throws Exception {
    world = new World(folder.resolve("arm"));
    identity = IdentityEndpoint.start(world.vertx);
    identity.addUserAssigned(USER_ASSIGNED);
    app = world.app("DOCKER|crreviewsprod.azurecr.io/reviews/web:1.4");
    world.tokens(identity);
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
  }

  @Test
  void managed_identities_are_asked_for_at_the_address_that_app_service_gives() throws Exception {
    List<String> said = probe("MANAGED_IDENTITY", "https://login.microsoftonline.com/",
        Map.of("IDENTITY_ENDPOINT", identity.endpoint().toString(), "IDENTITY_HEADER", identity.header()), "-",
        USER_ASSIGNED, UNKNOWN);
    assertThat(said).hasSize(6);
    assertThat(owner(said.get(0))).isEqualTo(IdentityEndpoint.SYSTEM_ASSIGNED_CLIENT_ID);
    assertThat(said.get(0)).endsWith(" true");
    assertThat(said.get(1)).isEqualTo("sees " + app.id.site() + ".azurewebsites.localhost");
    assertThat(owner(said.get(2))).isEqualTo(USER_ASSIGNED);
    assertThat(said.get(3)).startsWith("sees ");
    assertThat(said.get(4)).startsWith("trouble the managed identity with the client id " + UNKNOWN
        + " got no token for https://containerregistry.azure.net (").doesNotContain("Identity not found");
    assertThat(said.get(5)).startsWith("UNAVAILABLE the relay cannot read the web app: the managed identity with");
    assertThat(identity.requests().entries(entry -> entry.status() == 200)).extracting(RequestLog.Entry::query)
        .containsExactly("api-version=2019-08-01&resource=https%3A%2F%2Fcontainerregistry.azure.net",
            "api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.core.windows.net%2F",
            "api-version=2019-08-01&resource=https%3A%2F%2Fcontainerregistry.azure.net&client_id="
                + USER_ASSIGNED,
            "api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.core.windows.net%2F&client_id="
                + USER_ASSIGNED);
  }

  @Test
  void a_workload_identity_exchanges_its_file_at_the_configured_authority() throws Exception {
    var certificate = LocalCertificate.create(folder.resolve("authority"));
    var forms = new CopyOnWriteArrayList<String>();
    var authority = world.vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true)
        .setKeyCertOptions(new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate.certificatePem()))
            .addKeyValue(Buffer.buffer(certificate.keyPem()))))
        .requestHandler(request -> request.body().onSuccess(body -> {
          String form = URLDecoder.decode(body.toString(), StandardCharsets.UTF_8);
          forms.add(request.method() + " " + request.path() + " " + form);
          String audience = form.contains("containerregistry")
              ? "https://containerregistry.azure.net"
              : "https://management.core.windows.net/";
          request.response().putHeader("Content-Type", "application/json").end(new JsonObject()
              .put("token_type", "Bearer").put("expires_in", 3600)
              .put("access_token", identity.issue(USER_ASSIGNED, audience)).encode());
        })).listen().await(20, TimeUnit.SECONDS);
    Path both = folder.resolve("both.pem");
    Files.writeString(both, Files.readString(world.arm.caPem()) + "\n" + Files.readString(certificate.caPem()));
    Path assertion = folder.resolve("assertion");
    Files.writeString(assertion, "made-up-assertion");
    List<String> said = probe("WORKLOAD_IDENTITY", "https://localhost:" + authority.actualPort() + "/", both,
        Map.of("AZURE_FEDERATED_TOKEN_FILE", assertion.toString()), USER_ASSIGNED);
    assertThat(said).hasSize(2);
    assertThat(owner(said.get(0))).isEqualTo(USER_ASSIGNED);
    assertThat(said.get(1)).startsWith("sees ");
    assertThat(forms).hasSize(2).allSatisfy(form -> assertThat(form)
        .startsWith("POST /" + IdentityEndpoint.TENANT_ID + "/oauth2/v2.0/token")
        .contains("client_assertion=made-up-assertion"));
  }

  /** Whose token the line holds. */
  private String owner(String line) {
    assertThat(line).startsWith("token ");
    return identity.verify(line.split(" ")[1]).orElseThrow().clientId();
  }

  private List<String> probe(String kind, String authority, Map<String, String> environment, String... clientIds)
      throws Exception {
    return probe(kind, authority, world.arm.caPem(), environment, clientIds);
  }

  private List<String> probe(String kind, String authority, Path trust, Map<String, String> environment,
      String... clientIds) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-cp",
        System.getProperty("java.class.path"), IdentityProbe.class.getName(), kind, world.arm.endpoint().toString(),
        authority, trust.toString(),
        app.id.subscription() + "/" + app.id.resourceGroup() + "/" + app.id.site()));
    command.addAll(List.of(clientIds));
    Path said = folder.resolve("said");
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("IDENTITY_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the probe ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String all = Files.readString(said);
    assertThat(process.exitValue()).as(all).isZero();
    return all.lines()
        .filter(line -> line.matches("(token|trouble|sees|UNAVAILABLE|FORBIDDEN|NOT_FOUND|UNEXPECTED) .*"))
        .toList();
  }
}
