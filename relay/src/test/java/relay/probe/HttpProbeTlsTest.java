package relay.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.health.Answer;
import relay.secret.Secret;

class HttpProbeTlsTest {
  private static final Duration ENOUGH = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private int serve(Handler<HttpServerRequest> handler) {
    return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0)).requestHandler(handler)
        .listen().await().actualPort();
  }

  private HttpProbe probe(String base, Duration timeout) {
    return probe(base, Optional.empty(), Map.of(), timeout, Optional.empty());
  }

  private HttpProbe probe(String base, Optional<String> connectTo, Map<String, Secret> headers, Duration timeout,
      Optional<TrustOptions> trust) {
    return new HttpProbe(HttpProbe.client(vertx, trust),
        new ProbeSettings(URI.create(base), connectTo, headers, Optional.empty(), timeout), _ -> "none");
  }

  private static Answer.Reply reply(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Reply.class);
    return (Answer.Reply) answer;
  }

  private static void assertTrouble(Answer answer, Answer.Trouble trouble, String words) {
    assertThat(answer).isInstanceOfSatisfying(Answer.NoReply.class, none -> {
      assertThat(none.trouble()).isEqualTo(trouble);
      assertThat(none.detail()).contains(words).doesNotContain("\n").doesNotContain("Exception");
    });
  }

  private static X509Bundle certificate(String name) throws Exception {
    return new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true).addSanDnsName(name)
        .buildSelfSigned();
  }

  private HttpServer serveTls(X509Bundle certificate, Handler<HttpServerRequest> handler) {
    var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true).setSni(true)
        .setKeyCertOptions(new PemKeyCertOptions().setKeyValue(Buffer.buffer(certificate.getPrivateKeyPEM()))
            .setCertValue(Buffer.buffer(certificate.getCertificatePathPEM())));
    return vertx.createHttpServer(options).requestHandler(handler).listen().await();
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_not_trusted() throws Exception {
    int port = serveTls(certificate("localhost"), request -> request.response().end("ok")).actualPort();
    assertTrouble(probe("https://localhost:" + port, ENOUGH).ask("/"), Answer.Trouble.TLS, "not signed by");
  }

  @Test
  void a_certificate_for_another_name_is_not_accepted() throws Exception {
    X509Bundle other = certificate("other.example");
    int port = serveTls(other, request -> request.response().end("ok")).actualPort();
    assertTrouble(probe("https://app.example", Optional.of("127.0.0.1:" + port), Map.of(), ENOUGH, trusting(other))
        .ask("/"), Answer.Trouble.TLS, "another name");
  }

  @Test
  void an_expired_certificate_is_reported_as_such() throws Exception {
    X509Bundle authority = certificate("authority.example");
    X509Bundle expired = new CertificateBuilder().subject("CN=app.example").addSanDnsName("app.example")
        .notBefore(Instant.parse("2020-01-01T00:00:00Z")).notAfter(Instant.parse("2021-01-01T00:00:00Z"))
        .buildIssuedBy(authority);
    int port = serveTls(expired, request -> request.response().end("ok")).actualPort();
    assertTrouble(probe("https://app.example", Optional.of("127.0.0.1:" + port), Map.of(), ENOUGH,
        trusting(authority)).ask("/"), Answer.Trouble.TLS, "has expired");
  }

  @Test
  void plain_http_behind_https_is_a_tls_trouble() throws Exception {
    int port = serve(request -> request.response().end("ok"));
    assertThat(probe("https://localhost:" + port, ENOUGH).ask("/"))
        .isInstanceOfSatisfying(Answer.NoReply.class,
            none -> assertThat(none.trouble()).isEqualTo(Answer.Trouble.TLS));
  }

  @Test
  void connects_elsewhere_while_host_and_server_name_stay() throws Exception {
    X509Bundle certificate = certificate("app.example");
    List<String> seen = new CopyOnWriteArrayList<>();
    int port = serveTls(certificate, request -> {
      seen.add(request.connection().indicatedServerName() + " " + request.getHeader("Host"));
      request.response().end("ok");
    }).actualPort();
    HttpProbe probe = probe("https://app.example", Optional.of("127.0.0.1:" + port), Map.of(), ENOUGH,
        trusting(certificate));
    assertThat(reply(probe.ask("/healthz")).body()).isEqualTo("ok");
    assertThat(seen).containsExactly("app.example app.example");
  }

  private static Optional<TrustOptions> trusting(X509Bundle certificate) {
    return Optional.of(new PemTrustOptions().addCertValue(Buffer.buffer(certificate.getCertificatePathPEM())));
  }
}
