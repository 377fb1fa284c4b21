package relay.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.health.Answer;
import relay.secret.Secret;

class ProbeTroubleTest {
  private static final Duration ENOUGH = Duration.ofSeconds(20);
  private static final Duration BRIEF = Duration.ofMillis(1500);
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private int serve(Handler<HttpServerRequest> handler) {
    return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0)).requestHandler(handler)
        .listen().await().actualPort();
  }

  private int serveRaw(Handler<NetSocket> handler) {
    NetServer server = vertx.createNetServer().connectHandler(handler);
    return server.listen(0, "127.0.0.1").await().actualPort();
  }

  private HttpProbe probe(String base, Duration timeout) {
    return probe(base, Optional.empty(), Map.of(), timeout, Optional.empty());
  }

  private HttpProbe probe(String base, Optional<String> connectTo, Map<String, Secret> headers, Duration timeout,
      Optional<TrustOptions> trust) {
    return new HttpProbe(HttpProbe.client(vertx, trust),
        new ProbeSettings(URI.create(base), connectTo, headers, Optional.empty(), timeout), _ -> "none");
  }

  private static void assertTrouble(Answer answer, Answer.Trouble trouble, String words) {
    assertThat(answer).isInstanceOfSatisfying(Answer.NoReply.class, none -> {
      assertThat(none.trouble()).isEqualTo(trouble);
      assertThat(none.detail()).contains(words).doesNotContain("\n").doesNotContain("Exception");
    });
  }

  @Test
  void a_silent_server_is_a_time_out() throws Exception {
    int port = serve(_ -> {});
    assertTrouble(probe("http://127.0.0.1:" + port, BRIEF).ask("/"), Answer.Trouble.TIMEOUT, "within 1500 ms");
  }

  @Test
  void a_body_that_never_ends_well_is_a_time_out_too() throws Exception {
    int port = serve(request -> {
      var _ = request.response().setChunked(true).write("begun");
    });
    assertTrouble(probe("http://127.0.0.1:" + port, BRIEF).ask("/"), Answer.Trouble.TIMEOUT, "no complete answer");
  }

  @Test
  void a_refused_connection_is_reported_as_such() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertTrouble(probe("http://127.0.0.1:" + port, ENOUGH).ask("/"), Answer.Trouble.CONNECT, "refused");
  }

  @Test
  void a_name_that_is_not_there_is_reported_as_such() throws Exception {
    var names = vertx.createDatagramSocket();
    // The query sent back as an answer (bit QR) that says NXDOMAIN (code 3): RFC 1035, 4.1.1.
    names.handler(packet -> names.send(packet.data().setByte(2, (byte) 0x81).setByte(3, (byte) 0x83),
        packet.sender().port(), packet.sender().host()));
    names.listen(0, "127.0.0.1").await();
    Vertx resolving = Vertx.vertx(new VertxOptions().setAddressResolverOptions(
        new AddressResolverOptions().addServer("127.0.0.1:" + names.localAddress().port())));
    var probe = new HttpProbe(HttpProbe.client(resolving, Optional.empty()),
        new ProbeSettings(URI.create("http://app.invalid"), Optional.empty(), Map.of(), Optional.empty(), ENOUGH),
        _ -> "none");
    assertTrouble(probe.ask("/"), Answer.Trouble.DNS, "app.invalid");
    resolving.close().await();
  }

  @Test
  void a_connection_that_breaks_and_an_answer_that_is_not_http_are_reported_as_broken() throws Exception {
    int dropping = serveRaw(socket -> socket.handler(_ -> socket.close()));
    assertTrouble(probe("http://127.0.0.1:" + dropping, ENOUGH).ask("/"), Answer.Trouble.BROKEN, "ended");
    int babbling = serveRaw(socket -> socket.handler(_ -> socket.end(Buffer.buffer("SSH-2.0-babble\r\n\r\n"))));
    assertTrouble(probe("http://127.0.0.1:" + babbling, ENOUGH).ask("/"), Answer.Trouble.BROKEN, "ended");
    int half = serveRaw(socket -> socket
        .handler(_ -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"))));
    assertTrouble(probe("http://127.0.0.1:" + half, ENOUGH).ask("/"), Answer.Trouble.BROKEN, "ended");
  }
}
