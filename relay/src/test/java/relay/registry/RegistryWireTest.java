package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;

/** Manifests and configurations as no well-behaved registry sends them. */
class RegistryWireTest {
  private static final Platform AMD64 = Platform.LINUX_AMD64;

  private final WireRegistry wire = new WireRegistry();
  private final OciRegistry registry = wire.registry(RegistrySettings.Access.ANONYMOUS, 2, Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    wire.close();
  }

  @Test
  void hashes_the_manifest_itself_when_the_registry_names_no_usable_digest() throws Exception {
    byte[] index = WireRegistry.fixture("oci-index.json");
    wire.manifest("1.8.0", index, "application/vnd.oci.image.index.v1+json");
    assertThat(registry.digestOf(wire.tag())).contains(Digest.of(index));
    assertThat(wire.seen).containsExactly("HEAD /v2/reviews/web/manifests/1.8.0",
        "GET /v2/reviews/web/manifests/1.8.0");
    wire.routes.put("/v2/reviews/web/manifests/1.8.0", request -> {
      request.response().putHeader("Docker-Content-Digest", "md5:77");
      request.response().end(request.method().equals(HttpMethod.HEAD) ? Buffer.buffer() : Buffer.buffer(index));
    });
    assertThat(registry.digestOf(wire.tag())).contains(Digest.of(index));
  }

  @Test
  void an_index_whose_child_is_not_there_yet_is_not_there_yet() throws Exception {
    byte[] index = WireRegistry.fixture("oci-index.json");
    wire.manifest(Digest.of(index), index, "application/vnd.oci.image.index.v1+json");
    assertThat(registry.describe(wire.at(Digest.of(index)), AMD64)).isEmpty();
    byte[] child = WireRegistry.fixture("oci-manifest-amd64.json");
    wire.manifest(Digest.of(child), child, "application/vnd.oci.image.manifest.v1+json");
    assertThat(registry.describe(wire.at(Digest.of(index)), AMD64)).isEmpty();
    assertThat(registry.describe(wire.at(Digest.of(index)), new Platform("windows", "amd64")).orElseThrow().platforms())
        .hasSize(2);
  }

  @Test
  void holds_an_index_only_together_with_the_manifest_of_the_platform() throws Exception {
    byte[] index = WireRegistry.fixture("oci-index.json");
    byte[] child = WireRegistry.fixture("oci-manifest-amd64.json");
    PinnedImage image = wire.at(Digest.of(index));
    assertThat(registry.holds(image, AMD64)).isFalse();
    wire.manifest(Digest.of(index), index, "application/vnd.oci.image.index.v1+json; charset=utf-8");
    assertThat(registry.holds(image, AMD64)).isFalse();
    wire.manifest(Digest.of(child), child, "application/vnd.oci.image.manifest.v1+json");
    wire.seen.clear();
    assertThat(registry.holds(image, AMD64)).isTrue();
    assertThat(wire.seen).containsExactly("HEAD /v2/reviews/web/manifests/" + image.digest(),
        "GET /v2/reviews/web/manifests/" + image.digest(), "HEAD /v2/reviews/web/manifests/" + Digest.of(child));
    assertThat(registry.holds(image, new Platform("linux", "arm64"))).isFalse();
    assertThat(registry.holds(image, new Platform("windows", "amd64"))).as("nothing that it names is missing").isTrue();
    wire.seen.clear();
    assertThat(registry.holds(wire.at(Digest.of(child)), AMD64)).isTrue();
    assertThat(wire.seen).hasSize(1);
  }

  @Test
  void holds_nothing_that_names_a_child_which_was_purged() throws Exception {
    PinnedImage image = wire.stored("""
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":
        "application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":480,"platform":{"os":"linux",
        "architecture":"amd64"}}]}""".formatted("1".repeat(64)), "application/vnd.oci.image.index.v1+json");
    assertThat(registry.holds(image, AMD64)).isFalse();
    PinnedImage unnamed = wire.stored("{\"manifests\":[]}", "");
    assertThat(WireRegistry.trouble(() -> registry.holds(unnamed, AMD64)).kind()).isEqualTo(Kind.CORRUPT);
  }

  @Test
  void stops_reading_a_manifest_past_4_mib_and_a_configuration_past_1_mib() {
    var endless = wire.at(new Digest("sha256:" + "e".repeat(64)));
    wire.routes.put("/v2/reviews/web/manifests/" + endless.digest(), this::endless);
    RegistryException manifest = WireRegistry.trouble(() -> registry.describe(endless, AMD64));
    assertThat(manifest.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(manifest).hasMessageContaining("larger than 4 MiB");

    var config = new Digest("sha256:" + "c".repeat(64));
    wire.routes.put("/v2/reviews/web/blobs/" + config, this::endless);
    PinnedImage lying = wire.stored(WireRegistry.single(config, 2));
    assertThat(WireRegistry.trouble(() -> registry.describe(lying, AMD64))).hasMessageContaining("larger than 1 MiB");
    wire.seen.clear();
    PinnedImage honest = wire.stored(WireRegistry.single(config, 1024 * 1024 + 1));
    assertThat(WireRegistry.trouble(() -> registry.describe(honest, AMD64))).hasMessageContaining("larger than 1 MiB");
    assertThat(wire.seen).hasSize(1);
  }

  private void endless(HttpServerRequest request) {
    request.response().setChunked(true);
    wire.vertx.setPeriodic(1, timer -> {
      if (request.response().closed()) {
        wire.vertx.cancelTimer(timer);
      } else {
        var _ = request.response().write("x".repeat(256 * 1024));
      }
    });
  }

  @Test
  void follows_one_redirect_only_and_with_each_of_three_statuses() throws Exception {
    byte[] config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Labels\":{\"a\":\"b\",\"n\":7}}}"
        .getBytes(StandardCharsets.UTF_8);
    PinnedImage image = wire.stored(WireRegistry.single(Digest.of(config), config.length));
    wire.routes.put("/stored", request -> request.response().end(Buffer.buffer(config)));
    wire.routes.put("/again", request -> redirect(request, 307, "/stored"));
    String blob = "/v2/reviews/web/blobs/" + Digest.of(config);
    for (int status : new int[]{302, 303, 307}) {
      wire.routes.put(blob, request -> redirect(request, status, "/stored?sig=secret"));
      assertThat(registry.describe(image, AMD64).orElseThrow().labels()).containsExactly(Map.entry("a", "b"));
    }
    wire.routes.put(blob, request -> redirect(request, 307, "/again?sig=secret"));
    assertThat(WireRegistry.trouble(() -> registry.describe(image, AMD64))).hasMessageContaining("answered 307")
        .hasMessageNotContaining("secret");
    wire.routes.put(blob, request -> redirect(request, 301, "/stored"));
    assertThat(WireRegistry.trouble(() -> registry.describe(image, AMD64))).hasMessageContaining("answered 301");
  }

  private void redirect(HttpServerRequest request, int status, String to) {
    request.response().setStatusCode(status).putHeader("Location", "http://127.0.0.1:" + wire.port + to).end();
  }

  @Test
  void a_configuration_that_is_not_json_cannot_be_read() {
    byte[] config = "no json".getBytes(StandardCharsets.UTF_8);
    wire.routes.put("/v2/reviews/web/blobs/" + Digest.of(config), request -> request.response().end("no json"));
    assertThat(WireRegistry
        .trouble(() -> registry.describe(wire.stored(WireRegistry.single(Digest.of(config), 7)), AMD64)).kind())
        .isEqualTo(Kind.CORRUPT);
  }
}
