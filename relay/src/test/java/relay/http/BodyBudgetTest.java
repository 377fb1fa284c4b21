package relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are small enough each, and too much together. */
@Timeout(60)
class BodyBudgetTest {
  private static final int BODY = 1000;
  private final Vertx vertx = Vertx.vertx();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    Routes feature = router -> router.post("/things")
        .handler(ctx -> RequestBody.read(ctx, BODY, Duration.ofSeconds(50))
            .onSuccess(body -> ctx.response().end("read " + body.length())).onFailure(ctx::fail));
    Router router = HttpServers.router(vertx, List.of(feature), () -> false,
        new ProblemWriter(new HttpMetrics(new SimpleMeterRegistry())), new BodyBudget(2 * BODY));
    port = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS)
        .actualPort();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Socket begin(int bytes) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    send(socket, "POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY + "\r\n\r\n" + "a".repeat(bytes));
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String status(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.ISO_8859_1);
  }

  @Test
  void a_body_that_finds_no_room_is_503_and_the_room_of_an_answered_one_is_free_again() throws Exception {
    try (Socket first = begin(BODY - 1); Socket second = begin(BODY - 1)) {
      String refused = "";
      while (!refused.endsWith("503")) { // until those two have been read so far
        try (Socket third = begin(BODY)) {
          refused = status(third);
        }
      }
      send(first, "a");
      assertThat(status(first)).endsWith("200");
      try (Socket third = begin(BODY)) {
        assertThat(status(third)).endsWith("200");
      }
      send(second, "a");
      assertThat(status(second)).endsWith("200");
    }
  }

  @Test
  void the_room_of_a_client_that_left_is_free_again() throws Exception {
    for (int i = 0; i < 20; i++) {
      begin(BODY - 1).close();
    }
    String answered = "";
    while (!answered.endsWith("200")) {
      try (Socket next = begin(BODY)) {
        answered = status(next);
      }
    }
  }
}
