package relay.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay's API as far as a client sees it: answers what it was told to, and keeps what it was asked. */
final class StandInApi implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  record Answer(int status, String type, String body) {}

  /** {@code authorization}: empty when there was none. */
  record Asked(String line, String authorization, String body) {}

  StandInApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers {@code line} ({@code GET /api/v1/apps}) so; told several times, one after the other, then the last again. */
  StandInApi on(String line, int status, String body) {
    String type = status < 400 ? "application/json" : "application/problem+json";
    answers.computeIfAbsent(line, _ -> new ArrayDeque<>()).add(new Answer(status, type, body));
    return this;
  }

  List<Asked> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    asked.add(new Asked(line, authorization == null ? "" : authorization,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Answer answer = next(line);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    if (answer.status() / 100 == 3) {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized Answer next(String line) {
    Deque<Answer> those = answers.getOrDefault(line, new ArrayDeque<>());
    if (those.isEmpty()) {
      return new Answer(404, "application/problem+json", """
          {"type":"/problems/not-found","title":"There is no such thing","status":404,"detail":"%s"}"""
          .formatted(line));
    }
    return those.size() > 1 ? those.removeFirst() : those.getFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
