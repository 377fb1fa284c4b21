package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.Faults.Where;
import sandbox.registry.ImageSpec;
import sandbox.registry.Options;
import sandbox.registry.PushedImage;
import sandbox.registry.Registry;
import sandbox.wire.RequestLog;

/** The adapter against the stand-in of an Azure Container Registry: its token exchange, its redirects to a storage, its faults. */
class AcrPullTest {
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

  private Optional<ImageDetails> describe(PushedImage pushed) throws Exception {
    return registry.describe(pinned(pushed), Platform.LINUX_AMD64);
  }

  private long asked(String path) {
    return acr.requests().entries(one -> one.path().contains(path)).size();
  }

  private static RegistryException trouble(ThrowingCallable call) {
    return catchThrowableOfType(RegistryException.class, call);
  }

  @Test
  void pins_a_tag_with_one_exchange_for_many_questions() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    assertThat(registry.digestOf(tag("1.0"))).contains(new Digest(pushed.digest()));
    assertThat(registry.digestOf(tag("1.0"))).contains(new Digest(pushed.digest()));
    assertThat(registry.holds(pinned(pushed), Platform.LINUX_AMD64)).isTrue();
    assertThat(acr.requests().entries().stream().map(RequestLog.Entry::method)).containsExactly("POST", "POST", "HEAD",
        "HEAD", "HEAD");
    assertThat(statuses).containsExactly(200, 200, 200, 200, 200);
  }

  @Test
  void holds_nothing_that_is_not_there() throws Exception {
    acr.put(REPO, "1.0", ImageSpec.revision("a"));
    assertThat(registry.digestOf(tag("9.9.9"))).isEmpty();
    assertThat(registry.digestOf(new ImageReference(acr.host(), "no/such", "1.0"))).isEmpty();
    PinnedImage unknown = tag("1.0").at(new Digest("sha256:" + "0".repeat(64)));
    assertThat(registry.holds(unknown, Platform.LINUX_AMD64)).isFalse();
    assertThat(registry.describe(unknown, Platform.LINUX_AMD64)).isEmpty();
  }

  @Test
  void a_digest_that_is_still_being_replicated_is_not_there_yet_and_not_asked_for_again() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    acr.faults().missing(pushed.digest(), 1);
    assertThat(registry.digestOf(tag("1.0"))).isEmpty();
    assertThat(asked("/manifests/")).isEqualTo(1);
    assertThat(registry.digestOf(tag("1.0"))).contains(new Digest(pushed.digest()));
  }

  @Test
  void reads_labels_through_the_redirect_without_taking_the_token_along() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    assertThat(describe(pushed)).contains(new ImageDetails(pinned(pushed), "application/vnd.oci.image.manifest.v1+json",
        Optional.empty(), Set.of(Platform.LINUX_AMD64), Map.of(REVISION, "a")));
    assertThat(acr.storageRequests().entries()).singleElement().satisfies(one -> {
      assertThat(one.status()).isEqualTo(200);
      assertThat(one.headers()).doesNotContainKey("authorization");
    });
    assertThat(statuses).contains(307);
  }

  @Test
  void takes_the_labels_of_an_index_from_the_asked_platforms_child() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a").withPlatforms("linux/arm64", "linux/amd64"));
    ImageDetails details = describe(pushed).orElseThrow();
    assertThat(details.platforms()).containsExactlyInAnyOrder(Platform.LINUX_AMD64, new Platform("linux", "arm64"));
    assertThat(details.labels()).containsEntry(REVISION, "a");
    assertThat(details.mediaType()).isEqualTo("application/vnd.oci.image.index.v1+json");
    assertThat(asked("/manifests/" + pushed.children().get("linux/amd64"))).isEqualTo(1);
    assertThat(registry.describe(pinned(pushed), new Platform("windows", "amd64")).orElseThrow().labels()).isEmpty();
  }

  @Test
  void reads_dockers_own_kinds_and_images_of_another_platform() throws Exception {
    PushedImage docker = acr.put(REPO, "1.0", ImageSpec.revision("a").withDockerMediaTypes());
    assertThat(describe(docker).orElseThrow().labels()).containsEntry(REVISION, "a");
    PushedImage list = acr.put(REPO, "1.1",
        ImageSpec.revision("b").withDockerMediaTypes().withPlatforms("linux/amd64"));
    assertThat(describe(list).orElseThrow().labels()).containsEntry(REVISION, "b");
    PushedImage arm = acr.put(REPO, "1.2", ImageSpec.revision("c").withOnlyPlatform("linux/arm64"));
    assertThat(describe(arm).orElseThrow()).satisfies(details -> {
      assertThat(details.platforms()).containsExactly(new Platform("linux", "arm64"));
      assertThat(details.labels()).isEmpty();
    });
  }

  @Test
  void recognises_what_is_no_image() throws Exception {
    PushedImage image = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    PushedImage chart = acr.put(REPO, "chart", ImageSpec.helmChart("reviews", "1.0.0"));
    PushedImage cosign = acr.put(REPO, image.digest().replace(':', '-') + ".sig",
        ImageSpec.cosignSignature(Buffer.buffer("{}"), "c2ln"));
    PushedImage notation = acr.put(REPO, "notation", ImageSpec.referrer("application/vnd.cncf.notary.signature",
        "application/jose+json", Buffer.buffer("sig"), image.digest()));
    assertThat(describe(image).orElseThrow().artifactType()).isEmpty();
    assertThat(describe(chart).orElseThrow().artifactType()).contains("application/vnd.cncf.helm.config.v1+json");
    assertThat(describe(cosign).orElseThrow().artifactType())
        .contains("application/vnd.dev.cosign.simplesigning.v1+json");
    assertThat(describe(notation).orElseThrow().artifactType()).contains("application/vnd.cncf.notary.signature");
  }

  @Test
  void accepts_no_bytes_that_do_not_match_their_digest() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    acr.faults().corrupt(pushed.digest());
    RegistryException manifest = trouble(() -> describe(pushed));
    assertThat(manifest.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(manifest).hasMessageContaining("do not match their digest");
    acr.faults().clear();
    describe(pushed);
    acr.faults().corrupt(storedConfig());
    assertThat(trouble(() -> describe(pushed)).kind()).isEqualTo(Kind.CORRUPT);
  }

  private String storedConfig() {
    String path = acr.requests().entries(one -> one.path().contains("/blobs/")).getFirst().path();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void waits_as_long_as_a_throttling_registry_asks() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    acr.faults().throttle(Where.MANIFEST, 1, Duration.ofSeconds(1));
    long began = System.nanoTime();
    assertThat(registry.digestOf(tag("1.0"))).contains(new Digest(pushed.digest()));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(statuses).containsExactly(200, 200, 429, 200);
  }

  @Test
  void leaves_a_registry_alone_that_asks_for_more_time_than_a_call_may_take() {
    acr.faults().throttle(Where.MANIFEST, 9, Duration.ofMinutes(10));
    RegistryException trouble = trouble(() -> registry.digestOf(tag("1.0")));
    assertThat(trouble.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("429").hasMessageContaining("600 s");
    assertThat(asked("/manifests/")).isEqualTo(1);
  }

  @Test
  void tries_again_after_an_error_or_a_lost_connection_but_not_for_ever() throws Exception {
    PushedImage pushed = acr.put(REPO, "1.0", ImageSpec.revision("a"));
    acr.faults().fail(Where.MANIFEST, 1, 503);
    acr.faults().drop(Where.MANIFEST, 1);
    acr.faults().fail(Where.TOKEN, 1, 500);
    acr.faults().fail(Where.STORAGE, 2, 503);
    assertThat(registry.digestOf(tag("1.0"))).contains(new Digest(pushed.digest()));
    assertThat(statuses).containsExactly(500, 200, 200, 503, 0, 200);
    assertThat(describe(pushed)).isPresent();
    acr.faults().fail(Where.MANIFEST, 9, 502);
    RegistryException trouble = trouble(() -> registry.holds(pinned(pushed), Platform.LINUX_AMD64));
    assertThat(trouble.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(trouble).hasMessageContaining("502").hasMessageContaining("reviews/web@");
  }

  @Test
  void reads_blobs_that_the_registry_serves_itself() throws Exception {
    try (Registry direct = Registry.start(vertx, identity, Options.defaults().withBlobRedirects(false))) {
      direct.grantPull(RELAY);
      PushedImage pushed = direct.put(REPO, "1.0", ImageSpec.revision("a"));
      assertThat(registry(direct, RegistrySettings.Access.IDENTITY, Set.of())
          .describe(pinned(pushed), Platform.LINUX_AMD64).orElseThrow().labels()).containsEntry(REVISION, "a");
    }
  }

  @Test
  void asks_nothing_for_what_cannot_be_an_image_or_is_anothers() {
    ImageReference[] bad = {new ImageReference(acr.host(), "../v2", "1"), new ImageReference(acr.host(), "Web", "1"),
        new ImageReference(acr.host(), REPO, "a/../b"), new ImageReference(acr.host(), REPO, "x?y"),
        new ImageReference("evil.example", REPO, "1")};
    for (ImageReference image : bad) {
      assertThatThrownBy(() -> registry.digestOf(image)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(acr.requests().entries()).isEmpty();
  }
}
