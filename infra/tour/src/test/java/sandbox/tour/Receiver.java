package sandbox.tour;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A subscriber to what the relay did: keeps every message of the outgoing webhook. */
final class Receiver implements AutoCloseable {
  /** One message as it arrived; {@link #file} is for a verifier of another make. */
  record Message(TreeMap<String, String> headers, String body) {
    JsonObject event() {
      return new JsonObject(body);
    }

    JsonObject file(String secret) {
      var all = new JsonObject();
      headers.forEach(all::put);
      return new JsonObject().put("secret", secret).put("headers", all).put("body", body);
    }
  }

  private final HttpServer server;
  private final String secret;
  private final List<Message> messages = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  Receiver() throws IOException {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    this.secret = "whsec_" + Base64.getEncoder().encodeToString(bytes);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  String secret() {
    return secret;
  }

  private void take(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT),
        values.getFirst()));
    var message = new Message(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
    lock.lock();
    try {
      messages.add(message);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first message of that kind; empty when none came within {@code atMost}. */
  Optional<Message> await(Predicate<Message> wanted, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (true) {
        Optional<Message> found = messages.stream().filter(wanted).findFirst();
        if (found.isPresent() || left <= 0) {
          return found;
        }
        left = arrived.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
