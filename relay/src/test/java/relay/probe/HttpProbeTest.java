package relay.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.health.Answer;
import relay.secret.Secret;
import relay.secret.TokenSource;
import relay.secret.TokenSource.IdentityException;

class HttpProbeTest {
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

  private HttpProbe asking(int port, TokenSource identity) {
    return new HttpProbe(HttpProbe.client(vertx, Optional.empty()), new ProbeSettings(
        URI.create("http://127.0.0.1:" + port), Optional.empty(), Map.of(), Optional.of("api://reviews"), ENOUGH),
        identity);
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

  @Test
  void shows_a_protected_app_a_token_of_the_relay_s_identity_for_its_audience() throws Exception {
    int port = serve(request -> request.response().end(request.getHeader("Authorization")));
    assertThat(reply(asking(port, audience -> "token-for-" + audience).ask("/")).body())
        .isEqualTo("Bearer token-for-api://reviews");
  }

  @Test
  void asks_nothing_without_the_token_that_it_should_show() throws Exception {
    var asked = new AtomicBoolean();
    int port = serve(request -> asked.set(true));
    assertTrouble(asking(port, _ -> {
      throw new IdentityException("the identity got no token", new IllegalStateException("s3cret"));
    }).ask("/"), Answer.Trouble.IDENTITY, "got no token");
    assertThat(asked).isFalse();
  }

  @Test
  void shows_the_answer_with_headers_by_lower_case_name() throws Exception {
    int port = serve(request -> request.response().putHeader("X-Revision", "abc").setStatusCode(200)
        .end("{\"revision\":\"abc\"} ä"));
    Answer.Reply reply = reply(probe("http://127.0.0.1:" + port, ENOUGH).ask("/healthz"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("x-revision", "abc");
    assertThat(reply.body()).isEqualTo("{\"revision\":\"abc\"} ä");
  }

  @Test
  void asks_afresh_on_a_connection_of_its_own_without_cookies() throws Exception {
    List<HttpServerRequest> seen = new CopyOnWriteArrayList<>();
    int port = serve(request -> {
      seen.add(request);
      request.response().putHeader("Set-Cookie", "ARRAffinity=one; Path=/").end("ok");
    });
    HttpProbe probe = probe("http://127.0.0.1:" + port + "/base/", Optional.empty(),
        Map.of("X-Key", new Secret("open sesame")), ENOUGH, Optional.empty());
    probe.ask("/healthz?deep=1");
    probe.ask("/healthz?deep=1");
    assertThat(seen).hasSize(2).allSatisfy(request -> {
      assertThat(request.uri()).isEqualTo("/base/healthz?deep=1");
      assertThat(request.getHeader("User-Agent")).isEqualTo("relay-probe");
      assertThat(request.getHeader("Cache-Control")).isEqualTo("no-cache");
      assertThat(request.getHeader("X-Key")).isEqualTo("open sesame");
      assertThat(request.getHeader("Cookie")).isNull();
    });
    assertThat(seen.get(0).remoteAddress()).isNotEqualTo(seen.get(1).remoteAddress());
    assertThat(probe).asString().doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({"301, https://www.example.com/healthz", "302, /login", "303, /login", "307, http://127.0.0.1:1/x?a=b#c",
      "308, //elsewhere.example/"})
  void reports_a_redirect_with_its_location_and_does_not_follow_it(int status, String location) throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    int port = serve(request -> {
      seen.add(request.uri());
      request.response().setStatusCode(status).putHeader("Location", location).end("moved");
    });
    Answer.Reply reply = reply(probe("http://127.0.0.1:" + port, ENOUGH).ask("/healthz"));
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.headers()).containsEntry("location", location);
    assertThat(reply.body()).isEqualTo("moved");
    assertThat(seen).containsExactly("/healthz");
  }

  @Test
  void answers_to_whatever_bytes_come_back() throws Exception {
    String[] pieces = {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 999 Odd\r\n", "HTTP/1.1 302 Found\r\n", "HTTP/9.9 200\r\n",
        "Location: \u00ff\u0001//?\r\n", "X: a\r\n folded\r\n", ": none\r\n", "No colon\r\n",
        "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "\r\n", "5\r\nhello\r\n",
        "zz\r\n", "\u0000\u00fe\u0080", "{\"revision\":\"\u00c3(\"}", "Set-Cookie: \u00e9\u00ff=;\r\n", "\n"};
    var random = new Random(20_261_126);
    var bytes = new AtomicReference<>(Buffer.buffer());
    int port = serveRaw(socket -> socket.handler(_ -> socket.end(bytes.get())));
    HttpProbe probe = probe("http://127.0.0.1:" + port, ENOUGH);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder(random.nextInt(4) == 0 ? "" : pieces[random.nextInt(3)]);
      for (int left = random.nextInt(6); left > 0; left--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      bytes.set(Buffer.buffer(text.toString(), "ISO-8859-1"));
      switch (probe.ask("/")) {
        case Answer.Reply reply -> assertThat(reply.body()).isNotNull();
        case Answer.NoReply none -> assertThat(none.trouble()).as("%s", text).isEqualTo(Answer.Trouble.BROKEN);
      }
    }
  }

  @Test
  void reads_no_more_than_64_kib_of_an_endless_body_and_hangs_up() throws Exception {
    var hungUp = new CompletableFuture<Boolean>();
    int port = serve(request -> {
      request.response().setChunked(true).closeHandler(_ -> hungUp.complete(true));
      vertx.setPeriodic(1, timer -> {
        if (request.response().closed()) {
          vertx.cancelTimer(timer);
        } else {
          var _ = request.response().write("x".repeat(8192));
        }
      });
    });
    Answer.Reply reply = reply(probe("http://127.0.0.1:" + port, ENOUGH).ask("/"));
    assertThat(reply.body()).hasSize(64 * 1024);
    assertThat(hungUp.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void keeps_the_host_of_a_plain_address_too() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    int port = serve(request -> {
      seen.add(request.getHeader("Host"));
      request.response().end();
    });
    probe("http://app.example:8080", Optional.of("127.0.0.1:" + port), Map.of(), ENOUGH, Optional.empty()).ask("/");
    assertThat(seen).containsExactly("app.example:8080");
  }

  @Test
  void an_interrupt_ends_the_wait_on_a_virtual_thread() throws Exception {
    var asked = new CompletableFuture<Boolean>();
    int port = serve(_ -> asked.complete(true));
    HttpProbe probe = probe("http://127.0.0.1:" + port, ENOUGH);
    var ended = new CompletableFuture<Throwable>();
    Thread asking = Thread.ofVirtual().start(() -> {
      try {
        probe.ask("/");
      } catch (InterruptedException e) {
        ended.complete(e);
      }
    });
    asked.get(10, TimeUnit.SECONDS);
    asking.interrupt();
    assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void an_event_loop_is_never_blocked() throws Exception {
    HttpProbe probe = probe("http://127.0.0.1:1", ENOUGH);
    var refused = new CompletableFuture<Boolean>();
    vertx.runOnContext(_ -> {
      try {
        probe.ask("/");
        refused.complete(false);
      } catch (IllegalStateException e) {
        refused.complete(true);
      } catch (InterruptedException e) {
        refused.completeExceptionally(e);
      }
    });
    assertThat(refused.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refuses_settings_that_cannot_be_used_without_naming_a_secret() {
    assertThatThrownBy(() -> probe("ftp://app.example", ENOUGH)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> probe("https://me:pw@app.example", ENOUGH)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pw");
    assertThatThrownBy(() -> probe("https://app.example", Optional.empty(),
        Map.of("X-Key", new Secret("open\r\nsesame")), ENOUGH, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("sesame");
    for (String bad : new String[]{"127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "a/b:80", ":80"}) {
      assertThatThrownBy(() -> probe("https://app.example", Optional.of(bad), Map.of(), ENOUGH, Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    HttpProbe probe = probe("https://app.example", ENOUGH);
    for (String path : new String[]{"healthz", "", "/a b", "/a\r\nX: y", "/a#b"}) {
      assertThatThrownBy(() -> probe.ask(path)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
