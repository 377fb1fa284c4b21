package reviews.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.Eventually;

/** Forms as no browser sends them, over raw sockets. */
class FormBodyTest {
  private static final String PARTS = "multipart/form-data; boundary=xyz";
  private static final String FILE = "--xyz\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\n";
  private static final String END = "\r\n--xyz--\r\n";
  private static final int TEXT = 1000;

  private final Vertx vertx = Vertx.vertx();
  @TempDir
  Path folder;
  private UploadFolder uploads = UploadFolder.standard();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    uploads = new UploadFolder(folder.resolve("uploads"));
    uploads.sweep(Instant.EPOCH);
    port = serve(Duration.ofMinutes(1));
  }

  private int serve(Duration within) throws Exception {
    return serve(within, 100_000);
  }

  private int serve(Duration within, long body) throws Exception {
    var router = Router.router(vertx);
    router.post("/").handler(new FormBody(new FormLimits(Set.of("comment"), "photo", TEXT, body, within), uploads))
        .handler(ctx -> ctx.response()
            .end(FormBody.files(ctx).stream().map(file -> "a file of " + file.toFile().length()
                + " bytes").collect(Collectors.joining(", ", "with ", ""))))
        .failureHandler(ctx -> ctx.response().setStatusCode(ctx.statusCode()).end());
    return vertx.createHttpServer(new HttpServerOptions().setPort(0).setHost("127.0.0.1")
        .setMaxFormFields(FormBody.MOST_PARTS).setMaxFormAttributeSize(2 * TEXT)).requestHandler(router).listen()
        .toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS).actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private String send(String type, String body) throws IOException {
    return send(type, body, body.length());
  }

  /** What is answered to a body of which {@code length} bytes are promised: the status, and what follows. */
  private String send(String type, String body, int length) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      begin(socket, type, body, length);
      return answer(socket);
    }
  }

  private static void begin(Socket socket, String type, String body, int length) throws IOException {
    socket.getOutputStream().write(("POST / HTTP/1.1\r\nHost: site\r\nConnection: close\r\nContent-Type: " + type
        + "\r\nContent-Length: " + length + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).substring(9);
  }

  private void assertNothingLeft() {
    Eventually.succeeds(() -> assertThat(folder.resolve("uploads")).isEmptyDirectory());
  }

  @Test
  void a_whole_form_goes_on_with_its_file_which_is_deleted_afterwards() throws IOException {
    assertThat(send(PARTS, FILE + "photo" + END)).startsWith("200").endsWith("with a file of 5 bytes");
    assertThat(send(PARTS, FILE + END)).as("no photo was chosen").startsWith("200").endsWith("with ");
    assertThat(send("application/x-www-form-urlencoded", "comment=good")).startsWith("200");
    assertNothingLeft();
  }

  @Test
  void a_body_without_its_closing_boundary_is_400_and_leaves_no_file() throws IOException {
    assertThat(send(PARTS, FILE + "p".repeat(50_000))).startsWith("400");
    assertThat(send(PARTS, FILE + "photo\r\n--xyz")).startsWith("400");
    assertNothingLeft();
  }

  @Test
  void a_client_that_hangs_up_leaves_no_file() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        begin(socket, PARTS, FILE + "p".repeat(50_000), 90_000);
        Eventually.succeeds(() -> assertThat(folder.resolve("uploads")).isNotEmptyDirectory());
        socket.setSoLinger(true, 0); // a reset
      }
      assertNothingLeft();
    }
  }

  @Test
  void a_body_that_takes_too_long_is_408_and_leaves_no_file() throws Exception {
    port = serve(Duration.ofMillis(300));
    assertThat(send(PARTS, FILE + "p".repeat(5_000), 90_000)).startsWith("408");
    assertThat(send(PARTS, "", 90_000)).startsWith("408");
    assertNothingLeft();
  }

  @Test
  void too_many_parts_are_refused_at_once_and_leave_no_file() throws Exception {
    for (int i = 0; i < 50; i++) {
      assertThat(send(PARTS, (FILE + "p\r\n").repeat(300) + END)).startsWith("400");
    }
    String field = "--xyz\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nc\r\n";
    assertThat(send(PARTS, field.repeat(300) + END)).startsWith("4");
    assertNothingLeft();
  }

  @Test
  void a_photo_longer_than_may_wait_for_the_disk_comes_whole() throws Exception {
    port = serve(Duration.ofMinutes(1), 4_000_000);
    String photo = "p".repeat(3_000_000);
    assertThat(send(PARTS, FILE + photo + END)).startsWith("200").endsWith("with a file of 3000000 bytes");
    assertNothingLeft();
  }

  @Test
  void a_file_or_a_field_that_was_not_asked_for_is_400() throws IOException {
    assertThat(send(PARTS, FILE.replace("photo", "virus") + "v" + END)).startsWith("400");
    assertThat(send("application/x-www-form-urlencoded", "comment=good&more=x")).startsWith("400");
    assertNothingLeft();
  }

  @Test
  void more_text_than_fits_is_413_before_anybody_looks_into_it() throws IOException {
    assertThat(send("application/x-www-form-urlencoded", "comment=" + "c".repeat(TEXT))).startsWith("413");
    assertThat(send("application/x-www-form-urlencoded", "comment=" + "c".repeat(5 * TEXT))).startsWith("4");
    assertThat(send(PARTS, "p", 200_000)).startsWith("413");
    assertThat(send(PARTS, "p", Integer.MAX_VALUE)).startsWith("413");
  }

  @Test
  void refused_forms_take_no_place_of_later_ones() throws IOException {
    for (int i = 0; i < 150; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(60_000);
        String body = List.of("comment=%", "more=x", "comment=" + "c".repeat(TEXT), "=").get(i % 4);
        begin(socket, "application/x-www-form-urlencoded", body, body.length());
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1)).as("refusal %s", i)
            .startsWith("HTTP/1.1 4");
      }
    }
    assertThat(send("application/x-www-form-urlencoded", "comment=good")).startsWith("200");
  }

  @Test
  void what_is_no_form_is_400() throws IOException {
    for (String body : new String[]{"", "nonsense", "--xyz", "--xyz\r\nContent-Disposition: form-data",
        "--xyz\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"" + "x".repeat(50_000),
        FILE + "\0\r\n--"}) {
      assertThat(send(PARTS, body)).as(body).startsWith("4");
    }
    for (String boundary : new String[]{"", "; boundary=", "; boundary=\"\"", "; boundary=\"",
        "; boundary=" + "x".repeat(100)}) {
      assertThat(send("multipart/form-data" + boundary, FILE + END)).as(boundary).startsWith("400");
    }
    assertNothingLeft();
  }

  @Test
  void what_an_earlier_run_left_is_swept_away_by_its_age() throws IOException {
    Path old = Files.writeString(folder.resolve("uploads/old"), "left");
    Path young = Files.writeString(folder.resolve("uploads/young"), "under way");
    Instant now = Instant.now();
    Files.setLastModifiedTime(old, FileTime.from(now.minus(UploadFolder.STALE).minusSeconds(1)));
    uploads.sweep(now);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }
}
