package relay.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP to a port of this machine as strangers do: politely through the JDK's client, or byte by byte. */
public final class Calls {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(DEADLINE).build();
  private final int port;

  public Calls(int port) {
    this.port = port;
  }

  public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, null, headers);
  }

  public HttpResponse<String> post(String path, String json, String... headers)
      throws IOException, InterruptedException {
    return send("POST", path, json.getBytes(StandardCharsets.UTF_8),
        concat(headers, "Content-Type", "application/json"));
  }

  public HttpResponse<String> send(String method, String path, byte @Nullable [] body, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(DEADLINE)
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends these very bytes and reads until the server closes or has said {@code until}. */
  public String raw(String bytes, String until) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) DEADLINE.toMillis());
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      var answer = new StringBuilder();
      var in = new BufferedInputStream(socket.getInputStream());
      int next;
      while (answer.indexOf(until, answer.length() - until.length()) < 0 && (next = in.read()) >= 0) {
        answer.append((char) next);
      }
      return answer.toString();
    }
  }

  /** The status line's number for a request with this target, sent raw. */
  public int statusOf(String method, String target) throws IOException {
    String answer = raw(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "\r\n");
    return Integer.parseInt(answer.split(" ")[1]);
  }

  private static String[] concat(String[] first, String... second) {
    var all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
