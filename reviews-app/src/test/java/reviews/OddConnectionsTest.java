package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over a connection that no browser would send. */
class OddConnectionsTest {
  private static final String FORM = String.join("\r\n", "POST /restaurants HTTP/1.1", "Host: x",
      "Transfer-Encoding: chunked", "Content-Type: application/x-www-form-urlencoded", "", "");
  @TempDir
  Path folder;
  private RunningSite site;

  @BeforeEach
  void start() throws Exception {
    site = RunningSite.with(folder, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
  }

  /** Everything that is answered until the site closes the connection. */
  private String send(String bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.2", "GET / HTTP/2.0", "GET / HTTP/11.1", "GET"})
  void what_is_not_http_1_is_400(String line) throws Exception {
    assertThat(send(line + "\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request").contains("nosniff");
  }

  @Test
  void a_header_without_a_name_is_400() throws Exception {
    assertThat(send("GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "-1\r\n", "3\r\nabcdef\r\n0\r\n\r\n"})
  void a_broken_chunk_is_400(String chunks) throws Exception {
    assertThat(send(FORM + chunks)).startsWith("HTTP/1.1 400");
  }

  @Test
  void many_requests_that_come_at_once_are_answered_as_fast_as_they_are_read_or_the_connection_closes()
      throws Exception {
    String answers = send("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3000)
        + "GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 200", -1)).hasSizeGreaterThanOrEqualTo(1 + 16);
    assertThat(site.get("/ping").statusCode()).isEqualTo(200);
  }

  @Test
  void a_wish_for_another_protocol_is_ignored() throws Exception {
    assertThat(send("GET /ping HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }
}
