package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;

/** The adapter against servers that say, byte for byte, what a well-behaved registry would not. */
class RegistryWireTest {
  private static final Platform AMD64 = Platform.LINUX_AMD64;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Consumer<HttpServerRequest>> routes = new ConcurrentHashMap<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> elsewhere = new CopyOnWriteArrayList<>();
  private final int port = serve(request -> {
    seen.add(request.method() + " " + request.uri());
    routes.getOrDefault(request.path(), one -> one.response().setStatusCode(404).end()).accept(request);
  });
  private final int otherPort = serve(request -> {
    elsewhere.add(request.uri());
    request.response().end("{\"access_token\":\"stolen\",\"token\":\"stolen\"}");
  });
  private final OciRegistry registry = registry(RegistrySettings.Access.ANONYMOUS, 2, Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private int serve(Consumer<HttpServerRequest> handler) {
    return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(handler::accept).listen().await().actualPort();
  }

  private OciRegistry registry(RegistrySettings.Access access, int tries, Duration deadline) {
    return new OciRegistry(OciRegistry.client(vertx, Optional.empty()), new RegistrySettings("shop",
        "127.0.0.1:" + port, access, true, Set.of("127.0.0.1:" + port), deadline, tries, Duration.ofMillis(1)),
        _ -> "entra-token", (_, _) -> {});
  }

  private ImageReference tag() {
    return new ImageReference("127.0.0.1:" + port, "reviews/web", "1.8.0");
  }

  private PinnedImage at(Digest digest) {
    return tag().at(digest);
  }

  private void manifest(Object reference, byte[] body, String contentType) {
    routes.put("/v2/reviews/web/manifests/" + reference, request -> {
      request.response().putHeader("Content-Type", contentType);
      if (request.method().equals(HttpMethod.HEAD)) {
        request.response().putHeader("Content-Length", Integer.toString(body.length)).end();
      } else {
        request.response().end(Buffer.buffer(body));
      }
    });
  }

  private PinnedImage stored(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    manifest(Digest.of(bytes), bytes, "application/vnd.oci.image.manifest.v1+json");
    return at(Digest.of(bytes));
  }

  private static String single(Digest config, long size) {
    return """
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],"config":{"digest":"%s","size":%d,
        "mediaType":"application/vnd.oci.image.config.v1+json"}}""".formatted(config, size);
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = RegistryWireTest.class.getResourceAsStream("/fixtures/" + name)) {
      if (in == null) {
        throw new IOException("no fixture " + name);
      }
      return in.readAllBytes();
    }
  }

  private static RegistryException trouble(ThrowingCallable call) {
    return catchThrowableOfType(RegistryException.class, call);
  }

  @Test
  void hashes_the_manifest_itself_when_the_registry_names_no_usable_digest() throws Exception {
    byte[] index = fixture("oci-index.json");
    manifest("1.8.0", index, "application/vnd.oci.image.index.v1+json");
    assertThat(registry.digestOf(tag())).contains(Digest.of(index));
    assertThat(seen).containsExactly("HEAD /v2/reviews/web/manifests/1.8.0", "GET /v2/reviews/web/manifests/1.8.0");
    routes.put("/v2/reviews/web/manifests/1.8.0", request -> {
      request.response().putHeader("Docker-Content-Digest", "md5:77");
      request.response().end(request.method().equals(HttpMethod.HEAD) ? Buffer.buffer() : Buffer.buffer(index));
    });
    assertThat(registry.digestOf(tag())).contains(Digest.of(index));
  }

  @Test
  void an_index_whose_child_is_not_there_yet_is_not_there_yet() throws Exception {
    byte[] index = fixture("oci-index.json");
    manifest(Digest.of(index), index, "application/vnd.oci.image.index.v1+json");
    assertThat(registry.describe(at(Digest.of(index)), AMD64)).isEmpty();
    byte[] child = fixture("oci-manifest-amd64.json");
    manifest(Digest.of(child), child, "application/vnd.oci.image.manifest.v1+json");
    assertThat(registry.describe(at(Digest.of(index)), AMD64)).isEmpty();
    assertThat(registry.describe(at(Digest.of(index)), new Platform("windows", "amd64")).orElseThrow().platforms())
        .hasSize(2);
  }

  @Test
  void stops_reading_a_manifest_past_4_mib_and_a_configuration_past_1_mib() {
    var endless = at(new Digest("sha256:" + "e".repeat(64)));
    routes.put("/v2/reviews/web/manifests/" + endless.digest(), this::endless);
    RegistryException manifest = trouble(() -> registry.describe(endless, AMD64));
    assertThat(manifest.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(manifest).hasMessageContaining("larger than 4 MiB");

    var config = new Digest("sha256:" + "c".repeat(64));
    routes.put("/v2/reviews/web/blobs/" + config, this::endless);
    PinnedImage lying = stored(single(config, 2));
    assertThat(trouble(() -> registry.describe(lying, AMD64))).hasMessageContaining("larger than 1 MiB");
    seen.clear();
    PinnedImage honest = stored(single(config, 1024 * 1024 + 1));
    assertThat(trouble(() -> registry.describe(honest, AMD64))).hasMessageContaining("larger than 1 MiB");
    assertThat(seen).hasSize(1);
  }

  private void endless(HttpServerRequest request) {
    request.response().setChunked(true);
    vertx.setPeriodic(1, timer -> {
      if (request.response().closed()) {
        vertx.cancelTimer(timer);
      } else {
        var _ = request.response().write("x".repeat(256 * 1024));
      }
    });
  }

  @Test
  void follows_one_redirect_only_and_with_each_of_three_statuses() throws Exception {
    byte[] config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Labels\":{\"a\":\"b\",\"n\":7}}}"
        .getBytes(StandardCharsets.UTF_8);
    PinnedImage image = stored(single(Digest.of(config), config.length));
    routes.put("/stored", request -> request.response().end(Buffer.buffer(config)));
    routes.put("/again", request -> redirect(request, 307, "/stored"));
    String blob = "/v2/reviews/web/blobs/" + Digest.of(config);
    for (int status : new int[]{302, 303, 307}) {
      routes.put(blob, request -> redirect(request, status, "/stored?sig=secret"));
      assertThat(registry.describe(image, AMD64).orElseThrow().labels()).containsExactly(Map.entry("a", "b"));
    }
    routes.put(blob, request -> redirect(request, 307, "/again?sig=secret"));
    assertThat(trouble(() -> registry.describe(image, AMD64))).hasMessageContaining("answered 307")
        .hasMessageNotContaining("secret");
    routes.put(blob, request -> redirect(request, 301, "/stored"));
    assertThat(trouble(() -> registry.describe(image, AMD64))).hasMessageContaining("answered 301");
  }

  private void redirect(HttpServerRequest request, int status, String to) {
    request.response().setStatusCode(status).putHeader("Location", "http://127.0.0.1:" + port + to).end();
  }

  @Test
  void a_configuration_that_is_not_json_cannot_be_read() {
    byte[] config = "no json".getBytes(StandardCharsets.UTF_8);
    routes.put("/v2/reviews/web/blobs/" + Digest.of(config), request -> request.response().end("no json"));
    assertThat(trouble(() -> registry.describe(stored(single(Digest.of(config), 7)), AMD64)).kind())
        .isEqualTo(Kind.CORRUPT);
  }

  @Test
  void follows_no_challenge_to_another_host() {
    String[] challenges = {"Bearer realm=\"http://127.0.0.1:" + otherPort + "/token\",service=\"s\"",
        "Bearer realm=\"http://localhost:" + port + "/token\"", "Bearer realm=\"https://127.0.0.1:" + port + "/token\"",
        "Bearer realm=\"http://127.0.0.1:" + port + "@127.0.0.1:" + otherPort + "/token\"", "Bearer realm=\"/token\"",
        "Basic realm=\"registry\"", "Bearer", ""};
    for (String challenge : challenges) {
      routes.put("/v2/reviews/web/manifests/1.8.0",
          request -> request.response().setStatusCode(401).putHeader("WWW-Authenticate", challenge).end());
      assertThat(trouble(() -> registry.digestOf(tag())).kind()).as(challenge).isEqualTo(Kind.DENIED);
    }
    assertThat(elsewhere).isEmpty();
    assertThat(seen).containsOnly("HEAD /v2/reviews/web/manifests/1.8.0");
  }

  @Test
  void asks_the_realm_at_the_same_host_for_one_repository_and_keeps_the_token() throws Exception {
    byte[] index = fixture("oci-index.json");
    routes.put("/token", request -> request.response().end("{\"token\":\"opaque\"}"));
    routes.put("/v2/reviews/web/manifests/1.8.0", request -> {
      if ("Bearer opaque".equals(request.getHeader("Authorization"))) {
        request.response().putHeader("Docker-Content-Digest", Digest.of(index).value()).end();
      } else {
        request.response().setStatusCode(401).putHeader("WWW-Authenticate",
            "Bearer realm=\"http://127.0.0.1:" + port
                + "/token?a=b\",service=\"my registry\",scope=\"registry:catalog:*\"")
            .end();
      }
    });
    assertThat(registry.digestOf(tag())).contains(Digest.of(index));
    assertThat(registry.digestOf(tag())).contains(Digest.of(index));
    String head = "HEAD /v2/reviews/web/manifests/1.8.0";
    assertThat(seen).containsExactly(head,
        "GET /token?a=b&service=my+registry&scope=repository%3Areviews%2Fweb%3Apull", head, head);
  }

  @Test
  void tells_neither_the_identitys_token_nor_the_registrys_answer() {
    OciRegistry acr = registry(RegistrySettings.Access.IDENTITY, 2, Duration.ofSeconds(10));
    assertThat(trouble(() -> acr.digestOf(tag())))
        .hasMessageContaining("does not seem to be an Azure Container Registry");
    for (String answer : new String[]{"", "[]", "{\"refresh_token\":7.5}", "{\"refresh_token\":\"a\\nb\"}",
        "{\"x\":\"hidden"}) {
      routes.put("/oauth2/exchange", request -> request.response().end(answer));
      RegistryException trouble = trouble(() -> acr.digestOf(tag()));
      if (!answer.contains("7.5")) {
        assertThat(trouble).hasMessageContaining("without a refresh_token").hasNoCause();
      }
      assertThat(trouble.toString()).doesNotContain("entra-token").doesNotContain("hidden");
    }
  }

  @Test
  void gives_up_on_a_silent_registry_within_its_tries() {
    routes.put("/v2/reviews/web/manifests/1.8.0", _ -> {});
    OciRegistry hasty = registry(RegistrySettings.Access.ANONYMOUS, 2, Duration.ofMillis(150));
    RegistryException trouble = trouble(() -> hasty.digestOf(tag()));
    assertThat(trouble.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("within 150 ms");
    assertThat(seen).hasSize(2);
  }

  @Test
  void an_interrupt_ends_the_waiting_on_a_virtual_thread() throws Exception {
    var asked = new CompletableFuture<Boolean>();
    routes.put("/v2/reviews/web/manifests/1.8.0", _ -> asked.complete(true));
    var ended = new CompletableFuture<Throwable>();
    Thread asking = Thread.ofVirtual().start(() -> {
      try {
        registry.digestOf(tag());
      } catch (RegistryException | InterruptedException e) {
        ended.complete(e);
      }
    });
    asked.get(10, TimeUnit.SECONDS);
    asking.interrupt();
    assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void plain_http_goes_to_this_machine_only() {
    for (String host : new String[]{"shop.azurecr.io", "127.0.0.1.evil.example", "10.0.0.1:5000", "local host", "a/b",
        "me@127.0.0.1", ""}) {
      Assertions.assertThatThrownBy(() -> new OciRegistry(OciRegistry.client(vertx, Optional.empty()),
          new RegistrySettings("shop", host, RegistrySettings.Access.IDENTITY, true, Set.of(), Duration.ofSeconds(1), 1,
              Duration.ZERO),
          _ -> "x", (_, _) -> {}))
          .as(host).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
