package reviews;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reviews.fuzz.Mutation;

/**
 * The whole site under requests that nobody should send, over raw sockets, each made from a seed and its number. A long run
 * is {@code mvn -pl reviews-app test -Dtest=HttpFuzzTest -Dfuzz.http.seconds=600}; {@code fuzz.http.seed} begins elsewhere.
 */
class HttpFuzzTest {
  private static final int MOST_CONNECTIONS = 400;
  private static final int AT_ONCE = 16;
  private static final Duration SHORT = Duration.ofSeconds(8);
  /** For a request that has no end the site waits longer than this does. */
  private static final int PATIENCE_MILLIS = 250;
  private static final List<String> WORDS = List.of("\r\n", "\r\n\r\n", " ", "\0", "HTTP/1.0", "HTTP/2.0", "HTTP/9",
      "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: x\r\n", "Content-Length: 5\r\n", "Content-Length: -1\r\n",
      "Content-Length: 99999999999999999999\r\n", "Content-Encoding: gzip\r\n", "Expect: 100-continue\r\n",
      "Host: a b\r\n",
      "Host: x:99999\r\n", "Connection: close\r\n", "Upgrade: h2c\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "Range: bytes=9-\r\n", "Accept: text/x\r\n", "Accept-Encoding: gzip\r\n", "X-Forwarded-For: ::1\r\n",
      "Sec-Fetch-Site: cross-site\r\n", "Cookie: session=a.b.c.d\r\n", "Cookie: \"\r\n", "%00", "%2e%2e/", "%", "%ff",
      "//",
      "/..;/", "?", "&", "=", "#", "page=2&", "q=\u00e9&", "--xyz", "--xyz--", "filename=\"a\"", "name=\"photo\"",
      "Content-Disposition: form-data; ", "Content-Type: multipart/form-data; boundary=\r\n", "ffffffff\r\n",
      "0\r\n\r\n",
      "a".repeat(9000), "comment=%CC%81%CC%B4", "DELETE", "TRACE ", "OPTIONS * ");

  /** Of an answer. To what is no HTTP/1, Vert.x itself says 501; the version that was sent comes back as it was. */
  private static final Pattern PROPER = Pattern.compile("\\S{1,99} (?:[1-4]\\d\\d|501) ");
  private static final Pattern FAULT = Pattern.compile("HTTP/1\\.1 5(?!01)\\d\\d ");
  private static final Pattern LENGTH = Pattern.compile("(?i)Content-Length: -?\\d+");

  @TempDir
  Path folder;

  @Test
  void no_request_however_made_gets_a_5xx_or_keeps_the_site_from_answering() throws Exception {
    long seed = Long.getLong("fuzz.http.seed", 20_261_127);
    var longRun = Long.getLong("fuzz.http.seconds");
    long end = System.nanoTime() + (longRun == null ? SHORT : Duration.ofSeconds(longRun)).toNanos();
    var errors = new Errors();
    try (RunningSite site = RunningSite.with(folder, Map.of("SAMPLE_DATA", "true", "WRITES_PER_MINUTE", "0"));
        ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
        var liveness = new Liveness(site.port())) {
      List<byte[]> corpus = corpus(site);
      var next = new AtomicInteger();
      Queue<String> faults = new ConcurrentLinkedQueue<>();
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < AT_ONCE; i++) {
        running.add(senders.submit(() -> {
          while (System.nanoTime() < end && faults.isEmpty() && liveness.faults().isEmpty()) {
            int number = next.getAndIncrement();
            if (longRun == null && number >= MOST_CONNECTIONS) {
              return;
            }
            send(site.port(), corpus, new Random(seed + number)).ifPresent(
                answer -> faults.add("request " + number + " of seed " + seed + ": " + answer));
          }
        }));
      }
      for (Future<?> sender : running) {
        sender.get();
      }
      int asked = liveness.stop();
      assertThat(faults).isEmpty();
      assertThat(liveness.faults()).isEmpty();
      assertThat(errors.lines()).as("lines at ERROR").isEmpty();
      assertThat(next.get()).isPositive();
      assertThat(asked).isPositive();
      var added = site.post("/restaurants/1/reviews", site.form("/restaurants/1"),
          Map.of("author", "Ann", "stars", "5", "comment", "Still open"));
      assertThat(added.statusCode()).as("a form after all that").isEqualTo(303);
      System.out
          .println(
              "http fuzz: seed " + seed + ", " + (longRun == null ? Math.min(MOST_CONNECTIONS, next.get()) : next.get())
                  + " requests, " + asked + " questions for health");
    } finally {
      errors.stop();
    }
  }

  /** Requests as browsers send them, with what a form of this site needs. */
  private static List<byte[]> corpus(RunningSite site) throws TimeoutException {
    RunningSite.Form form = site.form("/restaurants/1");
    String fields = "token=" + form.token() + "&author=Ann&stars=4&comment=Good+bread&website=";
    String part = "--xyz\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
    String parts = part.formatted("token", "", form.token()) + part.formatted("author", "", "Ben")
        + part.formatted("stars", "", "5") + part.formatted("comment", "", "With a photo")
        + part.formatted("photo", "; filename=\"a.png\"\r\nContent-Type: image/png",
            new String(Pictures.picture("png", 8, 8), StandardCharsets.ISO_8859_1))
        + "--xyz--\r\n";
    var corpus = new ArrayList<String>();
    for (String path : List.of("/", "/?q=pasta&cuisine=italian&page=2", "/restaurants/1?page=2&added=review-1",
        "/restaurants/new", "/security", "/healthz", "/ping", "/api/config/check", "/assets/site.css?v=1",
        "/photos/" + "0".repeat(32) + ".jpg", "/sign-in?to=/security", "/nowhere/%C3%A9")) {
      corpus.add("GET " + path + " HTTP/1.1\r\nHost: site\r\nUser-Agent: Firefox/1\r\nCookie: " + form.cookie()
          + "\r\n\r\n");
    }
    String post = "POST %s HTTP/1.1\r\nHost: site\r\nCookie: " + form.cookie()
        + "\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s";
    String urlencoded = "application/x-www-form-urlencoded";
    corpus.add(post.formatted("/restaurants/1/reviews", urlencoded, fields.length(), fields));
    corpus.add(post.formatted("/restaurants/1/reviews", "multipart/form-data; boundary=xyz", parts.length(), parts));
    String restaurant = "token=" + form.token() + "&name=N&cuisine=other&address=A&description=D";
    corpus.add(post.formatted("/restaurants", urlencoded, restaurant.length(), restaurant));
    corpus.add("POST /restaurants HTTP/1.1\r\nHost: site\r\nTransfer-Encoding: chunked\r\nContent-Type: " + urlencoded
        + "\r\n\r\n6\r\nname=N\r\n0\r\n\r\n");
    return corpus.stream().map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /** Sends one request, or several, whole or in two pieces, and reads on, ends or hangs up; empty when the answer is proper. */
  private static Optional<String> send(int port, List<byte[]> corpus, Random random) {
    byte[] bytes = new Mutation(corpus, WORDS, random).next();
    byte[] request = random.nextBoolean() ? withLength(bytes) : bytes;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      int cut = random.nextInt(request.length + 1);
      socket.getOutputStream().write(request, 0, cut);
      if (random.nextInt(8) == 0) {
        socket.setSoLinger(true, 0); // a reset, in the middle
        return Optional.empty();
      }
      socket.getOutputStream().write(request, cut, request.length - cut);
      if (random.nextInt(4) == 0) {
        socket.shutdownOutput();
      }
      return judge(answer(socket.getInputStream()));
    } catch (IOException refused) {
      return Optional.empty(); // the site may hang up on whom it refuses
    }
  }

  private static Optional<String> judge(String answer) {
    return answer.isEmpty() || (PROPER.matcher(answer).lookingAt() && !FAULT.matcher(answer).find())
        ? Optional.empty()
        : Optional.of(answer.lines().findFirst().orElse(""));
  }

  /** What came until the other side closed, or for as long as this is patient. */
  private static String answer(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        all.write(piece, 0, got);
      }
    } catch (SocketTimeoutException enough) {
      return all.toString(StandardCharsets.ISO_8859_1);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** With the length that its body has, so that the body is looked at. */
  private static byte[] withLength(byte[] request) {
    String text = new String(request, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    return body < 4
        ? request
        : (LENGTH.matcher(text.substring(0, body)).replaceAll("Content-Length: " + (text.length() - body))
            + text.substring(body)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What is logged at ERROR meanwhile. */
  private static final class Errors extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    Errors() {
      start();
      root().addAppender(this);
    }

    private static Logger root() {
      return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        lines.add(event.getFormattedMessage());
      }
    }

    List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public void stop() {
      root().detachAppender(this);
      super.stop();
    }
  }
}
