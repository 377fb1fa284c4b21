package sandbox.platform.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sandbox.identity.IdentityEndpoint;
import sandbox.image.ImageBuilder;
import sandbox.image.ImagePlan;
import sandbox.platform.image.ImageSource.PullFailedException;
import sandbox.registry.ImageSpec;
import sandbox.registry.NoRight;
import sandbox.registry.Options;
import sandbox.registry.Registry;

/** Pulls over real HTTP from the registry that stands in for ACR. */
class ImageStoreTest {
  private static final String APP = "7d9f3e21-58a4-4c6b-9a10-2e4b6c8d0f13";
  private static final ImageBuilder BUILDER = new ImageBuilder(Path.of("target", "images"));

  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Vertx VERTX = Vertx.vertx();
  private static IdentityEndpoint identities;
  private static Registry registry;
  private static String digest;
  private final List<String> progress = new ArrayList<>();
  @TempDir
  Path folder;
  private ImageStore store;

  @BeforeAll
  static void startOnce() throws Exception {
    identities = IdentityEndpoint.start(VERTX);
    identities.addUserAssigned(APP);
    registry = Registry.start(VERTX, identities, Options.defaults());
    digest = BUILDER.push(ImagePlan.sample("one", "healthy"), registry.host(), "sample", "one");
  }

  @BeforeEach
  void start() {
    registry.faults().clear();
    registry.grantPull(APP);
    registry.noRight(NoRight.AT_EXCHANGE);
    store = new ImageStore(folder.resolve("images"), CLIENT, identity(),
        Map.of("cr.sandbox.example", URI.create("http://" + registry.host())));
  }

  @AfterAll
  static void stopOnce() throws Exception {
    registry.close();
    identities.close();
    VERTX.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void an_image_is_unpacked_with_its_program_and_how_to_run_it() throws Exception {
    ImageSource.Pulled pulled = store.pull(image(digest), APP, progress::add);
    assertThat(pulled.digest()).isEqualTo(digest);
    assertThat(pulled.rootfs().resolve("jre/bin/java")).isExecutable();
    assertThat(pulled.config().command()).startsWith("/jre/bin/java");
    assertThat(pulled.config().environment()).containsEntry("REVISION", "one");
    assertThat(progress).anyMatch(line -> line.contains(digest));
  }

  @Test
  void a_tag_gives_the_digest_it_names_now() throws Exception {
    assertThat(store.pull(image("one"), APP, progress::add).digest()).isEqualTo(digest);
  }

  @Test
  void layers_that_are_here_are_not_fetched_again_but_the_registry_is_asked() throws Exception {
    store.pull(image(digest), APP, progress::add);
    int blobs = registry.storageRequests().entries().size();
    store.pull(image(digest), APP, progress::add);
    assertThat(registry.storageRequests().entries()).hasSize(blobs + 1); // the configuration
    registry.revokePull(APP);
    registry.forgetTokens();
    assertThatThrownBy(() -> store.pull(image(digest), APP, progress::add)).isInstanceOf(PullFailedException.class);
  }

  @Test
  void changed_bytes_of_a_manifest_or_of_a_layer_are_refused() throws Exception {
    var reader = new RegistryReader(CLIENT, identity(), URI.create("http://" + registry.host()),
        image(digest),
        APP);
    JsonObject manifest = reader.manifest(digest).json();
    registry.faults().corrupt(digest);
    refused(image(digest), APP, "does not match its digest");
    registry.faults().clear();
    registry.faults().corrupt(manifest.getJsonArray("layers").getJsonObject(0).getString("digest"));
    refused(image(digest), APP, "verification failed");
    try (var left = Files.list(folder.resolve("images"))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(NoRight.class)
  void without_the_right_nothing_is_pulled_wherever_the_registry_says_no(NoRight where) {
    registry.revokePull(APP);
    registry.noRight(where);
    refused(image(digest), APP, where == NoRight.DENIED ? "denied" : "unauthorized");
  }

  @Test
  void anonymous_pulls_are_turned_away() {
    refused(image(digest), "", "unauthorized");
  }

  @Test
  void what_is_not_there_is_named() {
    refused(image("none"), APP, "manifest unknown");
    refused(new ImageName("registry.example", "sample", "one"), APP, "no such host");
  }

  @Test
  void a_registry_can_have_another_name_than_its_address() throws Exception {
    refused(new ImageName("cr.sandbox.example", "sample", "none"), APP, "");
  }

  @Test
  void an_index_leads_to_linux_and_an_image_without_a_program_is_refused() {
    String index = registry.put("indexed", "1", ImageSpec.revision("x").withPlatforms("linux/arm64", "linux/amd64"))
        .digest();
    refused(new ImageName(registry.host(), "indexed", index), APP, "no command specified");
  }

  private void refused(ImageName name, String clientId, String why) {
    assertThatThrownBy(() -> store.pull(name, clientId, progress::add)).isInstanceOf(PullFailedException.class)
        .hasMessageContaining(why);
  }

  private ImageName image(String reference) {
    return new ImageName(registry.host(), "sample", reference);
  }

  private static IdentityClient identity() {
    return new IdentityClient(identities.endpoint(), identities.header());
  }
}
