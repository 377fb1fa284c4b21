package sandbox.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.Anonymous;
import sandbox.registry.Options;
import sandbox.registry.Registry;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageBuilderTest {
  private static final Path CACHE = Path.of("target", "images");

  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry registry = Registry.start(vertx, identity, Options.defaults());
  private final ImageBuilder builder = new ImageBuilder(CACHE);
  private String pushed = "";

  @BeforeAll
  void push_a_sample() throws Exception {
    pushed = builder.push(ImagePlan.sample("abc123", "healthy").withVersion("1.0.0"), registry.host(), "sample", "1.0",
        "latest");
  }

  @AfterAll
  void stop() {
    registry.close();
    identity.close();
    vertx.close().await();
  }

  @Test
  void pushes_over_http_what_a_plain_client_pulls_under_the_same_digest() throws Exception {
    assertThat(registry.digestOf("sample", "1.0")).contains(pushed);
    assertThat(registry.digestOf("sample", "latest")).contains(pushed);
    PulledImage pulled = PulledImage.pull(registry, "sample", "1.0");
    assertThat(pulled.digest()).isEqualTo(pushed);
    assertThat(pulled.manifest().getString("mediaType")).isEqualTo("application/vnd.oci.image.manifest.v1+json");
    assertThat(registry.requests().entries(one -> one.method().equals("PUT") && one.path().contains("/manifests/")))
        .extracting(one -> one.path().substring(one.path().lastIndexOf('/') + 1)).contains("1.0", "latest");
  }

  @Test
  void carries_labels_environment_user_and_an_entry_point_that_starts_quickly() throws Exception {
    JsonObject config = PulledImage.pull(registry, "sample", "1.0").config();
    assertThat(config.getString("os")).isEqualTo("linux");
    assertThat(config.getString("created")).startsWith("1970-01-01T00:00:00");
    JsonObject running = config.getJsonObject("config");
    assertThat(running.getJsonObject("Labels").getMap()).containsAllEntriesOf(Map.of(
        "org.opencontainers.image.revision", "abc123", "org.opencontainers.image.version", "1.0.0"));
    assertThat(running.getJsonArray("Env")).contains("REVISION=abc123", "SAMPLE_BEHAVIOUR=healthy");
    assertThat(running.getString("User")).isEqualTo("10001:10001");
    assertThat(running.getString("WorkingDir")).isEqualTo("/app");
    JsonArray entrypoint = running.getJsonArray("Entrypoint");
    assertThat(entrypoint.getString(0)).isEqualTo("/jre/bin/java");
    assertThat(entrypoint).contains("-Xshare:auto", "-cp", "classes", "sandbox.image.SampleApp");
  }

  @Test
  void holds_the_runtime_its_loader_and_nothing_of_this_project_but_the_app(@TempDir Path folder) throws Exception {
    var names = PulledImage.pull(registry, "sample", "1.0").unpack(folder);
    assertThat(names).contains("jre/bin/java", "jre/lib/server/libjvm.so", "app/classes/sandbox/image/SampleApp.class");
    assertThat(names).anyMatch(name -> name.matches("lib(64)?/ld-linux-.*"))
        .anyMatch(name -> name.endsWith("/libc.so.6"));
    assertThat(names.stream().filter(name -> name.startsWith("app/"))).hasSize(1);
    assertThat(folder.resolve("jre/bin/java").toFile().canExecute()).isTrue();
    assertThat(folder.resolve("jre/lib/server/libjvm.so").toFile().canExecute()).isTrue();
    assertThat(folder.resolve("tmp")).isDirectory();
  }

  @Test
  void makes_the_same_digest_again_in_a_fresh_cache_with_one_runtime_for_two_who_ask_at_once(@TempDir Path elsewhere)
      throws Exception {
    Callable<String> build = () -> new ImageBuilder(elsewhere).push(
        ImagePlan.sample("abc123", "healthy").withVersion("1.0.0"), registry.host(), "again", "1.0");
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (Future<String> digest : threads.invokeAll(List.of(build, build))) {
        assertThat(digest.get()).isEqualTo(pushed);
      }
    }
    String[] runtimes = elsewhere.toFile().list((_, name) -> name.startsWith("jlink-") && !name.endsWith(".lock"));
    assertThat(runtimes).hasSize(1);
  }

  @Test
  void makes_another_digest_for_another_revision() throws Exception {
    assertThat(
        builder.push(ImagePlan.sample("def456", "healthy").withVersion("1.0.0"), registry.host(), "again", "1.1"))
        .isNotEqualTo(pushed);
  }

  @Test
  void fails_where_the_registry_refuses_and_refuses_other_hosts_itself() {
    try (Registry closed = Registry.start(vertx, identity, Options.defaults().withAnonymous(Anonymous.NOTHING))) {
      assertThatThrownBy(() -> builder.push(ImagePlan.sample("x", "healthy"), closed.host(), "sample", "1.0"))
          .isInstanceOf(IOException.class).hasMessageContaining(closed.host());
      assertThat(closed.tags("sample")).isEmpty();
    }
    assertThatThrownBy(() -> builder.push(ImagePlan.sample("x", "healthy"), "registry.example:443", "sample", "1.0"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
