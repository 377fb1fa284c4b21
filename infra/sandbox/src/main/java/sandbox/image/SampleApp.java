package sandbox.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A web app for tests, in one class file on the JDK alone. Settings come from the environment: {@code PORT}, {@code HOST},
 * {@code REVISION}, {@code WEBSITE_INSTANCE_ID}, and {@code SAMPLE_BEHAVIOUR}, which is one of
 *
 * <ul>
 * <li>{@code healthy};
 * <li>{@code crash}: prints an error and exits with 3 at once;
 * <li>{@code mute}: runs but never listens;
 * <li>{@code unwell}: {@code /healthz} is 503;
 * <li>{@code liar}: is well, and prints what the platform prints when an app does not start;
 * <li>{@code slow}: listens only after {@code SAMPLE_DELAY_MS};
 * <li>{@code flapping}: {@code /healthz} is 200 for the first {@code SAMPLE_GOOD_ANSWERS} requests, then 503;
 * <li>{@code secretless}: {@code /healthz} is 503 while {@code SECRET_KEY} is missing or an unresolved Key Vault reference.
 * </ul>
 */
public final class SampleApp {
  private SampleApp() {}

  public static void main(String[] args) throws Exception {
    String behaviour = setting("SAMPLE_BEHAVIOUR", "healthy");
    String revision = setting("REVISION", "unknown");
    System.out.println("sample app, revision " + revision + ", " + behaviour);
    switch (behaviour) {
      case "crash" -> {
        System.err.println("ERROR cannot start: the sample app was built to crash");
        System.exit(3);
      }
      case "liar" -> lie(setting("WEBSITE_SITE_NAME", "site"));
      case "mute" -> new CountDownLatch(1).await();
      case "slow" -> Thread.sleep(Duration.ofMillis(Long.parseLong(setting("SAMPLE_DELAY_MS", "2000"))));
      default -> {
      }
    }
    listen(behaviour, revision);
  }

  private static void lie(String site) {
    String old = "ERROR - Container " + site + "_0_9f00 for site " + site + " has exited, failing site start";
    System.out.println(old);
    System.out.println("2099-01-01T00:00:00.000Z " + old);
    System.out.println("ERROR - DockerApiException: pull access denied");
    System.out.println("Container pull image failed with reason: ImagePullUnauthorizedFailure.");
    System.out.println("Site startup probe failed after 4 seconds.");
    System.out.println("Failed to start site. Revert by stopping site.");
    System.out.println("2099-01-01T00:00:00.0000000Z State: Blocked, Action: None, LastError: ContainerTimeout, "
        + "LastErrorTimestamp: 01/01/2099 00:00:00, LastErrorDetails: , Details: , DetailsLevel: ERR");
  }

  private static void listen(String behaviour, String revision) throws IOException {
    int port = Integer.parseInt(setting("PORT", "8080"));
    var healthAsked = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress(setting("HOST", "127.0.0.1"), port), 0);
    server.createContext("/", exchange -> answer(exchange, exchange.getRequestURI().getPath().equals("/") ? 200 : 404,
        "text/plain", "sample app, revision " + revision + "\n"));
    server.createContext("/ping", exchange -> answer(exchange, 200, "text/plain", "pong\n"));
    server.createContext("/healthz", exchange -> {
      String status = health(behaviour, healthAsked.incrementAndGet());
      answer(exchange, status.equals("ok") ? 200 : 503, "application/json", "{\"status\":" + quoted(status)
          + ",\"revision\":" + quoted(revision) + ",\"instance\":" + quoted(setting("WEBSITE_INSTANCE_ID", "")) + "}");
    });
    server.start();
    System.out.println("listening on port " + server.getAddress().getPort());
  }

  private static String health(String behaviour, int asked) {
    return switch (behaviour) {
      case "unwell" -> "unwell";
      case "flapping" -> asked <= Integer.parseInt(setting("SAMPLE_GOOD_ANSWERS", "3")) ? "ok" : "unwell";
      case "secretless" -> {
        String secret = setting("SECRET_KEY", "");
        yield secret.isEmpty() || secret.startsWith("@Microsoft.KeyVault(") ? "SECRET_KEY is missing" : "ok";
      }
      default -> "ok";
    };
  }

  private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null ? otherwise : value;
  }
}
