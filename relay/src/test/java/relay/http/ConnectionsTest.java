package relay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.http.ServerSettings.Address;
import relay.http.wire.Limits;

/** What connections may cost that carry no request. */
@Timeout(60)
class ConnectionsTest {
  private static final int MOST = 20;
  private static final byte[] REQUEST = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private final Vertx vertx = Vertx.vertx();
  private final List<Socket> open = new ArrayList<>();
  private int port;
  private int managementPort;

  @BeforeEach
  void listen() throws Exception {
    var any = new Address("127.0.0.1", 0);
    var limits = new Limits(1000, 2000, MOST, Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofSeconds(15));
    HttpServers servers = HttpServers.listen(vertx, new ServerSettings(any, Optional.of(any)), List.of(),
        new Management(List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), _ -> {}), limits)
        .await(10, TimeUnit.SECONDS);
    port = servers.mainPort();
    managementPort = servers.managementPort();
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : open) {
      socket.close();
    }
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Socket connect(int to) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), to);
    open.add(socket);
    return socket;
  }

  private static boolean isAnswered(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(REQUEST);
      return socket.getInputStream().read() == 'H';
    } catch (SocketException closed) {
      return false;
    }
  }

  @Test
  void more_of_them_than_fit_are_closed_and_do_not_touch_the_other_address() throws Exception {
    for (int i = 0; i < MOST; i++) {
      assertThat(isAnswered(connect(port))).isTrue();
    }
    assertThat(isAnswered(connect(port))).isFalse();
    assertThat(isAnswered(connect(managementPort))).isTrue();
    open.getFirst().close();
    while (!isAnswered(connect(port))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void one_that_trickles_but_never_completes_a_request_is_closed() throws Exception {
    Socket socket = connect(port);
    socket.setSoTimeout(100);
    boolean ended = false;
    while (!ended) {
      try {
        socket.getOutputStream().write('x');
        ended = socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException _) {
        ended = false; // still open: goes on trickling
      } catch (SocketException _) {
        ended = true;
      }
    }
    assertThat(ended).isTrue();
  }
}
