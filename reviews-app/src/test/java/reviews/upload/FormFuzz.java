package reviews.upload;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reviews.Eventually;
import reviews.fuzz.Require;

/** Opens the reading of forms to {@link reviews.fuzz.SiteFuzz}: by a server of its own, since Vert.x is half of the parser. */
public final class FormFuzz implements AutoCloseable {
  private static final String BOUNDARY = "xyz";
  private static final int MOST_TEXT = 4000;
  private static final int PATIENCE_MILLIS = 60_000;
  /** Some that cannot be decoded never end for Vert.x: they are 408 after this. */
  private static final Duration WITHIN = Duration.ofSeconds(1);
  /** Nothing: some parts that Netty stumbles over, as over a charset that nobody knows, make Vert.x close the connection. */
  private static final List<String> ANSWERS = List.of("200", "400", "408", "413", "nothing");

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private final int port;

  public FormFuzz() {
    try {
      this.folder = Files.createTempDirectory("fuzz-uploads");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.toFile().deleteOnExit();
    var uploads = new UploadFolder(folder);
    uploads.sweep(Instant.EPOCH);
    var router = Router.router(vertx);
    router.post("/").handler(
        new FormBody(new FormLimits(Set.of("comment", "stars"), "photo", MOST_TEXT, 100_000, WITHIN), uploads))
        .handler(ctx -> {
          int text = ctx.request().formAttributes().entries().stream().mapToInt(field -> field.getValue().length())
              .sum();
          boolean sound = text <= MOST_TEXT && FormBody.files(ctx).size() <= FormLimits.MOST_FILES
              && Set.of("comment", "stars", "photo").containsAll(ctx.request().formAttributes().names());
          ctx.response().setStatusCode(sound ? 200 : 500).end();
        }).failureHandler(ctx -> ctx.response().setStatusCode(ctx.statusCode()).end());
    this.port = vertx.createHttpServer(new HttpServerOptions().setPort(0).setHost("127.0.0.1")
        .setMaxFormFields(FormBody.MOST_PARTS).setMaxFormAttributeSize(2 * MOST_TEXT)).requestHandler(router).listen()
        .await().actualPort();
  }

  public void urlencoded(byte[] body) {
    feed("application/x-www-form-urlencoded", body);
  }

  public void parts(byte[] body) {
    feed("multipart/form-data; boundary=" + BOUNDARY, body);
  }

  /** Each form is taken or refused, nothing is beyond its limits, and no file is left. */
  private void feed(String type, byte[] body) {
    String status = send(type, body);
    Require.that(ANSWERS.contains(status), "a form is answered by one of " + ANSWERS + ", not by " + status);
    Eventually.succeeds(() -> {
      try (Stream<Path> files = Files.list(folder)) {
        Require.that(files.findAny().isEmpty(), "no file is left");
      }
    });
  }

  private String send(String type, byte[] body) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: site\r\nContent-Type: " + type + "\r\nContent-Length: "
          + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .readLine();
      return line == null ? "nothing" : line.split(" ", 3)[1];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
