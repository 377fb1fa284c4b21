package reviews;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Asks a site again and again whether it is well, and beside each question a bare server of the same process: an answer that
 * is late is the site's fault only where that one answered in time, so that a busy machine is no fault.
 */
final class Liveness implements AutoCloseable {
  /** Within which the site must answer. */
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Duration IN_TIME = Duration.ofMillis(250);
  private static final int PATIENCE_MILLIS = 30_000;

  private record Answer(String status, Duration took) {}

  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final int site;
  private final int bare;
  private final Future<Integer> asking;
  private volatile boolean over;

  /** Begins to ask. */
  Liveness(int port) {
    this.site = port;
    this.bare = vertx.createHttpServer(new HttpServerOptions().setPort(0).setHost("127.0.0.1"))
        .requestHandler(request -> request.response().end()).listen().await().actualPort();
    this.asking = threads.submit(this::ask);
  }

  private Integer ask() throws InterruptedException, ExecutionException {
    int asked = 0;
    while (!over) {
      Future<Answer> beside = threads.submit(question(bare));
      Answer answer = threads.submit(question(site)).get();
      boolean calm = beside.get().took().compareTo(IN_TIME) < 0;
      if (!answer.status().equals("200") || (answer.took().compareTo(WITHIN) > 0 && calm)) {
        faults.add("question " + asked + " was answered by " + answer.status() + " after " + answer.took());
      }
      asked++;
    }
    return asked;
  }

  private static Callable<Answer> question(int port) {
    return () -> {
      long from = System.nanoTime();
      return new Answer(status(port), Duration.ofNanos(System.nanoTime() - from));
    };
  }

  private static String status(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
      return answer.substring(Math.min(9, answer.length()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What was wrong so far. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Asks no more, and answers how often it did. */
  int stop() throws Exception {
    over = true;
    return asking.get(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    over = true;
    threads.close();
    vertx.close().await();
  }
}
