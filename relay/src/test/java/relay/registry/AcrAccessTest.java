package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.secret.TokenSource;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.Anonymous;
import sandbox.registry.ImageSpec;
import sandbox.registry.NoRight;
import sandbox.registry.Options;
import sandbox.registry.PushedImage;
import sandbox.registry.Registry;

class AcrAccessTest {
  private static final String RELAY = "11111111-aaaa-4bbb-8ccc-000000000001";
  private static final String REPO = "reviews/web";
  private static final String REVISION = "org.opencontainers.image.revision";
  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry acr = Registry.start(vertx, identity, Options.defaults());
  private final HttpClient client = OciRegistry.client(vertx, Optional.empty());
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private final OciRegistry registry = registry(acr, RegistrySettings.Access.IDENTITY, Set.of(acr.storageHost()));

  @BeforeEach
  void let_the_relay_pull() {
    acr.grantPull(RELAY);
  }

  @AfterEach
  void stop() {
    acr.close();
    identity.close();
    vertx.close().await();
  }

  private OciRegistry registry(Registry at, RegistrySettings.Access access, Set<String> blobHosts) {
    return new OciRegistry(client, new RegistrySettings("shop", at.host(), access, true, blobHosts,
        Duration.ofSeconds(5), 3, Duration.ofMillis(2)), audience -> identity.issue(RELAY, audience),
        (name, status) -> statuses.add(name.equals("shop") ? status : -1));
  }

  private ImageReference tag(String tag) {
    return new ImageReference(acr.host(), REPO, tag);
  }

  private PinnedImage pinned(PushedImage pushed) {
    return PinnedImage.parse(pushed.pinned()).orElseThrow();
  }

  private long asked(String path) {
    return acr.requests().entries(one -> one.path().contains(path)).size();
  }

  private static RegistryException trouble(ThrowingCallable call) {
    return catchThrowableOfType(RegistryException.class, call);
  }

  @Test
  void gets_a_new_token_once_when_the_held_one_is_no_longer_taken() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    registry.digestOf(tag("1.0"));
    acr.forgetTokens();
    statuses.clear();
    assertThat(registry.digestOf(tag("1.0"))).contains(new Digest(pushed.digest()));
    assertThat(statuses).containsExactly(401, 200, 200, 200);
  }

  @Test
  void names_the_missing_right_wherever_the_registry_notices_it() throws Exception {
    acr.put(REPO, "1.0", ImageSpec.revision("a"));
    acr.revokePull(RELAY);
    for (NoRight place : NoRight.values()) {
      acr.noRight(place);
      acr.requests().clear();
      RegistryException trouble = trouble(() -> registry.digestOf(tag("1.0")));
      assertThat(trouble.kind()).isEqualTo(Kind.DENIED);
      assertThat(trouble).hasMessageContaining("AcrPull").hasMessageContaining("Container Registry Repository Reader");
      assertThat(asked("/oauth2/exchange")).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void a_registry_that_refuses_every_pull_is_a_refusal() {
    acr.put(REPO, "1.0", ImageSpec.revision("a"));
    acr.faults().refusePulls(true);
    assertThat(trouble(() -> registry.digestOf(tag("1.0"))).kind()).isEqualTo(Kind.DENIED);
  }

  @Test
  void follows_no_redirect_to_a_host_that_is_not_allowed_and_never_names_the_signed_address() {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    OciRegistry strict = registry(acr, RegistrySettings.Access.IDENTITY,
        Set.of(".blob.core.windows.net", "127.0.0.1:1"));
    RegistryException trouble = trouble(() -> strict.describe(pinned(pushed), Platform.LINUX_AMD64));
    assertThat(trouble).hasMessageContaining(acr.storageHost()).hasMessageNotContaining("sig=")
        .hasMessageNotContaining("/docker/registry");
    assertThat(acr.storageRequests().entries()).isEmpty();
  }

  @Test
  void a_storage_that_refuses_is_reported_without_the_signed_address() throws Exception {
    try (Registry brief = Registry.start(vertx, identity, Options.defaults().withBlobUrlLife(Duration.ofMillis(-1)))) {
      brief.grantPull(RELAY);
      PushedImage pushed = brief.put(REPO, "1.0", ImageSpec.revision("a"));
      OciRegistry reading = registry(brief, RegistrySettings.Access.IDENTITY, Set.of(brief.storageHost()));
      RegistryException trouble = trouble(() -> reading.describe(pinned(pushed), Platform.LINUX_AMD64));
      assertThat(trouble.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(trouble).hasMessageContaining("403").hasMessageContaining("firewall").hasMessageNotContaining("sig=");
    }
  }

  @Test
  void pulls_anonymously_where_the_registry_allows_it_and_says_so_where_not() throws Exception {
    try (Registry open = Registry.start(vertx, identity, Options.defaults().withAnonymous(Anonymous.ALL))) {
      PushedImage pushed = open.put(REPO, "1.0", ImageSpec.revision("a"));
      OciRegistry anonymous = registry(open, RegistrySettings.Access.ANONYMOUS, Set.of(open.storageHost()));
      assertThat(anonymous.describe(pinned(pushed), Platform.LINUX_AMD64).orElseThrow().labels())
          .containsEntry(REVISION, "a");
      assertThat(statuses.subList(0, 3)).containsExactly(401, 200, 200);
      assertThat(identity.requests().entries()).isEmpty();
    }
    RegistryException trouble = trouble(
        () -> registry(acr, RegistrySettings.Access.ANONYMOUS, Set.of()).digestOf(tag("1.0")));
    assertThat(trouble.kind()).isEqualTo(Kind.DENIED);
    assertThat(trouble).hasMessageContaining("access to identity");
  }

  @Test
  void an_identity_without_a_token_may_get_one_later() {
    OciRegistry lost = new OciRegistry(client, new RegistrySettings("shop", acr.host(),
        RegistrySettings.Access.IDENTITY, true, Set.of(), Duration.ofSeconds(5), 3, Duration.ofMillis(2)), audience -> {
          throw new TokenSource.IdentityException("no endpoint answers", new IllegalStateException("down"));
        }, (_, _) -> {});
    assertThat(trouble(() -> lost.digestOf(tag("1.0"))).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(acr.requests().entries()).isEmpty();
  }
}
