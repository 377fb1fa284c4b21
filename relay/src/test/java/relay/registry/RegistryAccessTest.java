package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Platform;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;

/** Statuses, challenges and tokens as no well-behaved registry sends them. */
class RegistryAccessTest {
  private final WireRegistry wire = new WireRegistry();
  private final OciRegistry registry = wire.registry(RegistrySettings.Access.ANONYMOUS, 2, Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    wire.close();
  }

  @Test
  void reads_the_manifest_where_the_registry_does_not_support_head() throws Exception {
    byte[] index = WireRegistry.fixture("oci-index.json");
    byte[] child = WireRegistry.fixture("oci-manifest-amd64.json");
    for (byte[] bytes : List.of(index, child)) {
      for (Object reference : List.of("1.8.0", Digest.of(bytes))) {
        wire.routes.put("/v2/reviews/web/manifests/" + reference, request -> {
          if (request.method().equals(HttpMethod.HEAD)) {
            request.response().setStatusCode(405).end();
          } else {
            request.response().putHeader("Docker-Content-Digest", "sha256:" + "0".repeat(64))
                .end(Buffer.buffer(bytes));
          }
        });
      }
    }
    assertThat(registry.digestOf(wire.tag())).as("the digest of the bytes themselves").contains(Digest.of(child));
    assertThat(wire.seen).containsExactly("HEAD /v2/reviews/web/manifests/1.8.0",
        "GET /v2/reviews/web/manifests/1.8.0");
    assertThat(registry.holds(wire.at(Digest.of(index)), Platform.LINUX_AMD64)).isTrue();
    assertThat(registry.holds(wire.at(new Digest("sha256:" + "d".repeat(64))), Platform.LINUX_AMD64)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"400, REFUSED, 1", "405, REFUSED, 2", "406, REFUSED, 1", "410, REFUSED, 1", "301, REFUSED, 1",
      "204, REFUSED, 1", "403, DENIED, 1", "408, UNAVAILABLE, 2", "424, UNAVAILABLE, 2", "429, UNAVAILABLE, 2",
      "500, UNAVAILABLE, 2", "503, UNAVAILABLE, 2"})
  void only_what_may_pass_is_tried_again_and_called_unavailable(int status, Kind kind, int requests) {
    wire.routes.put("/v2/reviews/web/manifests/1.8.0", request -> request.response().setStatusCode(status).end());
    RegistryException trouble = WireRegistry.trouble(() -> registry.digestOf(wire.tag()));
    assertThat(trouble.kind()).isEqualTo(kind);
    assertThat(trouble).hasMessageContaining(Integer.toString(status));
    assertThat(wire.seen).hasSize(requests);
  }

  @Test
  void a_token_that_is_not_accepted_is_dropped() {
    OciRegistry acr = wire.registry(RegistrySettings.Access.IDENTITY, 1, Duration.ofSeconds(10));
    wire.routes.put("/oauth2/exchange", request -> request.response().end("{\"refresh_token\":\"r\"}"));
    wire.routes.put("/oauth2/token",
        request -> request.response().end("{\"access_token\":\"" + "t".repeat(wire.seen.size()) + "\"}"));
    List<String> tokens = new CopyOnWriteArrayList<>();
    wire.routes.put("/v2/reviews/web/manifests/1.8.0", request -> {
      tokens.add(request.getHeader("Authorization"));
      request.response().setStatusCode(401).end();
    });
    assertThat(WireRegistry.trouble(() -> acr.digestOf(wire.tag())).kind()).isEqualTo(Kind.DENIED);
    assertThat(WireRegistry.trouble(() -> acr.digestOf(wire.tag())).kind()).isEqualTo(Kind.DENIED);
    assertThat(tokens).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void answers_the_bearer_challenge_wherever_it_stands() throws Exception {
    byte[] index = WireRegistry.fixture("oci-index.json");
    wire.routes.put("/token", request -> request.response().end("{\"token\":\"opaque\"}"));
    String realm = "http://127.0.0.1:" + wire.port + "/token";
    for (List<String> lines : List.of(List.of("Basic realm=\"registry\", Bearer realm=\"" + realm + "\",service=\"s\""),
        List.of("Basic realm=\"registry\"", "Bearer realm=\"" + realm + "\",service=\"s\""),
        List.of("Bearer realm=" + realm + ",service=s"),
        List.of("Negotiate", "bearer service=s , realm=\"" + realm + "\""))) {
      wire.seen.clear();
      wire.routes.put("/v2/reviews/web/manifests/1.8.0", request -> {
        if ("Bearer opaque".equals(request.getHeader("Authorization"))) {
          request.response().putHeader("Docker-Content-Digest", Digest.of(index).value()).end();
        } else {
          request.response().setStatusCode(401).putHeader("WWW-Authenticate", lines).end();
        }
      });
      assertThat(wire.registry(RegistrySettings.Access.ANONYMOUS, 1, Duration.ofSeconds(10)).digestOf(wire.tag()))
          .as("%s", lines).contains(Digest.of(index));
      assertThat(wire.seen).contains("GET /token?service=s&scope=repository%3Areviews%2Fweb%3Apull");
    }
  }

  @Test
  void a_host_written_with_its_usual_port_is_the_same_registry() throws Exception {
    var settings = new RegistrySettings("shop", "127.0.0.1:443", RegistrySettings.Access.ANONYMOUS, false, Set.of(),
        Duration.ofSeconds(1), 1, Duration.ofMillis(1));
    var other = new OciRegistry(OciRegistry.client(wire.vertx, Optional.empty()), settings, _ -> "none", (_, _) -> {});
    assertThat(WireRegistry.trouble(() -> other.digestOf(new ImageReference("127.0.0.1", "reviews/web", "1"))).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    Assertions.assertThatThrownBy(() -> other.digestOf(new ImageReference("127.0.0.1:80", "reviews/web", "1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void follows_no_challenge_to_another_host() {
    String[] challenges = {"Bearer realm=\"http://127.0.0.1:" + wire.otherPort + "/token\",service=\"s\"",
        "Bearer realm=\"http://localhost:" + wire.port + "/token\"",
        "Bearer realm=\"https://127.0.0.1:" + wire.port + "/token\"",
        "Bearer realm=\"http://127.0.0.1:" + wire.port + "@127.0.0.1:" + wire.otherPort + "/token\"",
        "Bearer realm=\"/token\"",
        "Basic realm=\"registry\"", "Bearer", ""};
    for (String challenge : challenges) {
      wire.routes.put("/v2/reviews/web/manifests/1.8.0",
          request -> request.response().setStatusCode(401).putHeader("WWW-Authenticate", challenge).end());
      assertThat(WireRegistry.trouble(() -> registry.digestOf(wire.tag())).kind()).as(challenge).isEqualTo(Kind.DENIED);
    }
    assertThat(wire.elsewhere).isEmpty();
    assertThat(wire.seen).containsOnly("HEAD /v2/reviews/web/manifests/1.8.0");
  }

  @Test
  void asks_the_realm_at_the_same_host_for_one_repository_and_keeps_the_token() throws Exception {
    byte[] index = WireRegistry.fixture("oci-index.json");
    wire.routes.put("/token", request -> request.response().end("{\"token\":\"opaque\"}"));
    wire.routes.put("/v2/reviews/web/manifests/1.8.0", request -> {
      if ("Bearer opaque".equals(request.getHeader("Authorization"))) {
        request.response().putHeader("Docker-Content-Digest", Digest.of(index).value()).end();
      } else {
        request.response().setStatusCode(401).putHeader("WWW-Authenticate",
            "Bearer realm=\"http://127.0.0.1:" + wire.port
                + "/token?a=b\",service=\"my registry\",scope=\"registry:catalog:*\"")
            .end();
      }
    });
    assertThat(registry.digestOf(wire.tag())).contains(Digest.of(index));
    assertThat(registry.digestOf(wire.tag())).contains(Digest.of(index));
    String head = "HEAD /v2/reviews/web/manifests/1.8.0";
    assertThat(wire.seen).containsExactly(head,
        "GET /token?a=b&service=my+registry&scope=repository%3Areviews%2Fweb%3Apull", head, head);
  }

  @Test
  void repeats_neither_the_identitys_token_nor_the_registrys_answer() {
    OciRegistry acr = wire.registry(RegistrySettings.Access.IDENTITY, 2, Duration.ofSeconds(10));
    assertThat(WireRegistry.trouble(() -> acr.digestOf(wire.tag())))
        .hasMessageContaining("does not seem to be an Azure Container Registry");
    for (String answer : new String[]{"", "[]", "{\"refresh_token\":7.5}", "{\"refresh_token\":\"a\\nb\"}",
        "{\"x\":\"hidden"}) {
      wire.routes.put("/oauth2/exchange", request -> request.response().end(answer));
      RegistryException trouble = WireRegistry.trouble(() -> acr.digestOf(wire.tag()));
      if (!answer.contains("7.5")) {
        assertThat(trouble).hasMessageContaining("without a refresh_token").hasNoCause();
      }
      assertThat(trouble.toString()).doesNotContain("entra-token").doesNotContain("hidden");
    }
  }

  @Test
  void gives_up_on_a_silent_registry_within_its_tries() {
    wire.routes.put("/v2/reviews/web/manifests/1.8.0", _ -> {});
    OciRegistry hasty = wire.registry(RegistrySettings.Access.ANONYMOUS, 2, Duration.ofMillis(150));
    RegistryException trouble = WireRegistry.trouble(() -> hasty.digestOf(wire.tag()));
    assertThat(trouble.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("within 150 ms");
    assertThat(wire.seen).hasSize(2);
  }

  @Test
  void an_interrupt_ends_the_wait_on_a_virtual_thread() throws Exception {
    var asked = new CompletableFuture<Boolean>();
    wire.routes.put("/v2/reviews/web/manifests/1.8.0", _ -> asked.complete(true));
    var ended = new CompletableFuture<Throwable>();
    Thread asking = Thread.ofVirtual().start(() -> {
      try {
        registry.digestOf(wire.tag());
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
      Assertions.assertThatThrownBy(() -> new OciRegistry(OciRegistry.client(wire.vertx, Optional.empty()),
          new RegistrySettings("shop", host, RegistrySettings.Access.IDENTITY, true, Set.of(), Duration.ofSeconds(1), 1,
              Duration.ZERO),
          _ -> "x", (_, _) -> {}))
          .as(host).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
