package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import relay.app.WebAppException;
import relay.azure.arm.AzureSettings;
import relay.azure.arm.SiteId;
import relay.secret.TokenSource.IdentityException;

/** Without anything that listens: the port of the endpoint is a closed one. */
class AzureClientsTest {
  private static final SiteId SITE = new SiteId("0a1b2c3d-1111-4222-8333-444455556666", "rg", "app");

  @Test
  void a_token_is_asked_for_by_audience_and_kept() throws Exception {
    List<String> scopes = new CopyOnWriteArrayList<>();
    AzureClients azure = azure(Duration.ofSeconds(10), request -> {
      scopes.addAll(request.getScopes());
      return Mono.just(new AccessToken("opaque", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
    });
    assertThat(azure.token("https://containerregistry.azure.net")).isEqualTo("opaque");
    assertThat(azure.token("https://containerregistry.azure.net/")).isEqualTo("opaque");
    assertThat(scopes).containsExactly("https://containerregistry.azure.net/.default");
  }

  @Test
  void an_identity_that_stays_silent_ends_at_the_deadline() throws Exception {
    AzureClients azure = azure(Duration.ofMillis(300), _ -> Mono.never());
    assertThatThrownBy(() -> azure.token("https://containerregistry.azure.net")).isInstanceOf(IdentityException.class)
        .hasMessage("the managed identity (system-assigned; azure.clientId picks a user-assigned one) got no token for "
            + "https://containerregistry.azure.net within 300 ms");
  }

  @Test
  void an_interrupt_ends_the_wait_for_a_token() throws Exception {
    var waiting = new CountDownLatch(1);
    AzureClients azure = azure(Duration.ofMinutes(5), _ -> {
      waiting.countDown();
      return Mono.never();
    });
    var ended = new CompletableFuture<Throwable>();
    Thread caller = Thread.ofVirtual().start(() -> {
      try {
        ended.complete(new AssertionError("a token " + azure.token("https://containerregistry.azure.net")));
      } catch (IdentityException | InterruptedException e) {
        ended.complete(e);
      }
    });
    assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void without_a_token_the_web_app_says_which_identity_has_none() throws Exception {
    AzureClients azure = azure(Duration.ofSeconds(10), _ -> Mono.error(new IllegalStateException("secret detail")));
    assertThatThrownBy(() -> azure.webApp(SITE).look()).isInstanceOfSatisfying(WebAppException.class, trouble -> {
      assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNAVAILABLE);
      assertThat(trouble).hasMessageStartingWith("the relay cannot read the web app: the managed identity")
          .hasMessageContaining("got no token for https://management.core.windows.net")
          .hasMessageNotContaining("secret detail");
    });
  }

  @Test
  void a_closed_port_is_no_connection() throws Exception {
    AzureClients azure = azure(Duration.ofSeconds(10),
        _ -> Mono.just(new AccessToken("opaque", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))));
    assertThatThrownBy(() -> azure.webApp(SITE).look()).isInstanceOf(WebAppException.class)
        .hasMessageContaining("no connection to Azure Resource Manager").hasMessageContaining("2 tries");
  }

  @Test
  void an_endpoint_without_tls_is_refused_at_once() {
    var plain = settings(URI.create("http://localhost:1/"), Duration.ofSeconds(1), Optional.empty());
    assertThatThrownBy(() -> AzureClients.connect(plain, (_, _, _, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("azure.armEndpoint must be https");
  }

  @Test
  void certificates_that_cannot_be_read_are_told_before_anything_is_asked() {
    var broken = settings(URI.create("https://localhost:1/"), Duration.ofSeconds(1), Optional.of(Path.of("none.pem")));
    assertThatThrownBy(() -> AzureClients.connect(broken, (_, _, _, _) -> {})).isInstanceOf(IOException.class)
        .hasMessageContaining("none.pem");
  }

  private static AzureClients azure(Duration deadline, TokenCredential credential) throws IOException {
    return AzureClients.connect(settings(URI.create("https://localhost:1/"), deadline, Optional.empty()),
        (_, _, _, _) -> {}, credential);
  }

  private static AzureSettings settings(URI arm, Duration deadline, Optional<Path> trust) {
    return new AzureSettings(AzureSettings.Credential.MANAGED_IDENTITY, Optional.empty(), Optional.empty(), arm,
        URI.create("https://login.microsoftonline.com/"), trust, deadline, 2, Duration.ofSeconds(20),
        Duration.ofMillis(20));
  }
}
