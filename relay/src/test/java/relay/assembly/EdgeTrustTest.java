package relay.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.health.Answer;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.RegistryException;
import relay.probe.HttpProbe;
import relay.probe.ProbeSettings;
import relay.registry.OciRegistry;
import relay.registry.RegistrySettings;

/** A registry and an app in one, whose certificate is of an authority that the JVM does not know. */
class EdgeTrustTest {
  private static final Duration ENOUGH = Duration.ofSeconds(20);
  private static final Digest DIGEST = Digest.of(new byte[]{1});

  @TempDir
  Path folder;
  private final Vertx vertx = Vertx.vertx();
  private Path authorityFile = Path.of("none");
  private int port;

  @BeforeEach
  void serve() throws Exception {
    X509Bundle authority = new CertificateBuilder().subject("CN=Corporate proxy").setIsCertificateAuthority(true)
        .buildSelfSigned();
    X509Bundle server = new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost")
        .buildIssuedBy(authority);
    authorityFile = Files.writeString(folder.resolve("proxy.pem"), authority.getCertificatePEM());
    var keys = new PemKeyCertOptions().setKeyValue(Buffer.buffer(server.getPrivateKeyPEM()))
        .setCertValue(Buffer.buffer(server.getCertificatePathPEM()));
    port = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
        .requestHandler(request -> request.response().putHeader("Docker-Content-Digest", DIGEST.value()).end())
        .listen(0, "127.0.0.1").await().actualPort();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Answer probed(String host, Optional<TrustOptions> trust) throws InterruptedException {
    return new HttpProbe(HttpProbe.client(vertx, trust), new ProbeSettings(URI.create("https://" + host + ":" + port),
        Optional.of("127.0.0.1:" + port), Map.of(), Optional.empty(), ENOUGH), _ -> "none").ask("/healthz");
  }

  private OciRegistry registry(Optional<TrustOptions> trust) {
    return new OciRegistry(OciRegistry.client(vertx, trust), new RegistrySettings("shop", "localhost:" + port,
        RegistrySettings.Access.ANONYMOUS, false, Set.of(), ENOUGH, 1, Duration.ofMillis(1)), _ -> "none",
        (_, _) -> {});
  }

  private ImageReference live() {
    return new ImageReference("localhost:" + port, "reviews", "live");
  }

  @Test
  void an_app_behind_an_added_authority_is_seen() throws Exception {
    assertThat(probed("localhost", EdgeTrust.of(Optional.of(authorityFile))))
        .isInstanceOfSatisfying(Answer.Reply.class, reply -> assertThat(reply.status()).isEqualTo(200));
  }

  @Test
  void without_the_authority_it_is_not() throws Exception {
    assertThat(probed("localhost", EdgeTrust.of(Optional.empty()))).isInstanceOfSatisfying(Answer.NoReply.class,
        none -> assertThat(none.trouble()).isEqualTo(Answer.Trouble.TLS));
  }

  @Test
  void an_added_authority_does_not_excuse_the_name_of_another() throws Exception {
    assertThat(probed("app.example", EdgeTrust.of(Optional.of(authorityFile)))).isInstanceOfSatisfying(
        Answer.NoReply.class, none -> assertThat(none.trouble()).isEqualTo(Answer.Trouble.TLS));
  }

  @Test
  void a_registry_behind_an_added_authority_is_read() throws Exception {
    assertThat(registry(EdgeTrust.of(Optional.of(authorityFile))).digestOf(live())).contains(DIGEST);
  }

  @Test
  void without_the_authority_it_is_refused() throws Exception {
    OciRegistry registry = registry(EdgeTrust.of(Optional.empty()));
    assertThatThrownBy(() -> registry.digestOf(live())).isInstanceOf(RegistryException.class)
        .hasMessageContaining("not signed by");
  }

  @Test
  void a_file_that_is_gone_is_told_and_not_passed_over() {
    assertThatThrownBy(() -> EdgeTrust.of(Optional.of(folder.resolve("gone.pem")))).isInstanceOf(IOException.class)
        .hasMessageContaining("gone.pem cannot be read");
  }
}
