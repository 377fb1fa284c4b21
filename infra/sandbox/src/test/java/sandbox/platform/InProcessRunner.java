package sandbox.platform;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import sandbox.platform.container.Runner;

/**
 * Containers that are small servers in this JVM, so that the platform's own behaviour can be tried in milliseconds. An
 * image whose repository is {@code crash} ends at once, {@code mute} never listens; the others answer with what they are.
 */
final class InProcessRunner implements Runner {
  final List<Started> all = new CopyOnWriteArrayList<>();

  @Override
  public String name() {
    return "threads of this test";
  }

  @Override
  public Running start(Container container, Consumer<String> output) throws IOException {
    String what = container.image().config().command().getFirst();
    output.accept("hello from " + what);
    var started = new Started(what, container.environment());
    all.add(started);
    if (what.startsWith("crash")) {
      started.end(3);
    } else if (!what.startsWith("mute")) {
      started.listen();
    }
    return started;
  }

  List<Started> running() {
    return all.stream().filter(each -> !each.exit.isDone()).toList();
  }

  @Override
  public void close() {
    all.forEach(each -> each.end(137));
  }

  static final class Started implements Running {
    final String what;
    final Map<String, String> environment;
    private final List<HttpServer> servers = new ArrayList<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    Started(String what, Map<String, String> environment) {
      this.what = what;
      this.environment = environment;
    }

    void listen() throws IOException {
      int port = Integer.parseInt(environment.getOrDefault("PORT", ""));
      HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext("/", exchange -> {
        try (exchange) {
          byte[] posted = exchange.getRequestBody().readAllBytes();
          String told = what + " on " + environment.get("WEBSITE_INSTANCE_ID") + " host "
              + exchange.getRequestHeaders().getFirst("Host") + " for "
              + exchange.getRequestHeaders().getFirst("X-Forwarded-For") + " sent "
              + new String(posted, StandardCharsets.UTF_8);
          byte[] body = told.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("X-Path", exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/") ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
        }
      });
      server.start();
      servers.add(server);
    }

    void end(int code) {
      servers.forEach(server -> server.stop(0));
      exit.complete(code);
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return exit;
    }

    @Override
    public void stop(Duration grace) {
      end(143);
    }
  }
}
