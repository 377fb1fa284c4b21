package reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static reviews.RunningSite.within;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.RunningSite.Form;
import reviews.settings.SettingsException;

/** A review with a photo, as a browser sends it, and what people send to break a site. */
class PhotoFormTest {
  private static final String BOUNDARY = "----a-boundary";
  private static final Map<String, String> REVIEW = Map.of("author", "Kept Ann", "stars", "4", "comment", "Kept words");

  private record Upload(String fileName, String type, Buffer content) {
    Upload(String fileName, String type, byte[] content) {
      this(fileName, type, Buffer.buffer(content));
    }
  }

  @TempDir
  Path folder;

  private RunningSite site;
  private String restaurant = "";

  @BeforeEach
  void start() throws SettingsException, TimeoutException {
    site = RunningSite.with(folder, Map.of());
    restaurant = site.addRestaurant("Pictured");
  }

  @AfterEach
  void stop() throws TimeoutException {
    site.close();
  }

  @Test
  void a_photo_is_kept_with_its_review_and_shown_with_its_size_and_a_text() throws TimeoutException, IOException {
    byte[] jpeg = Pictures.picture("jpg", 640, 480);
    var added = send(site.form(restaurant), REVIEW, new Upload("../../etc/passwd", "text/html", jpeg));
    assertThat(added.statusCode()).as(added.bodyAsString()).isEqualTo(303);
    String page = site.get(restaurant).bodyAsString();
    var image = Pattern
        .compile("<img src=\"(/photos/[0-9a-f]{32}\\.jpg)\" alt=\"([^\"]+)\" width=\"480\" height=\"320\" "
            + "loading=\"lazy\"")
        .matcher(page);
    assertThat(image.find()).as(page).isTrue();
    assertThat(image.group(2)).contains("Photo by Kept Ann");
    var photo = site.get(image.group(1));
    assertThat(photo.statusCode()).isEqualTo(200);
    assertThat(photo.getHeader("Content-Type")).as("by content, whatever was claimed").isEqualTo("image/jpeg");
    assertThat(photo.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(photo.getHeader("Cache-Control")).contains("immutable");
    assertThat(photo.getHeader("Content-Length"))
        .isEqualTo(Integer.toString(Objects.requireNonNull(photo.body()).length()));
    assertThat(within(site.request(HttpMethod.HEAD, image.group(1)).send()).getHeader("Content-Length"))
        .isEqualTo(photo.getHeader("Content-Length"));
    assertThat(kept()).containsExactly(image.group(1).substring("/photos/".length()));
    assertNothingLeftOver();
  }

  @Test
  void the_newest_photo_of_a_guest_becomes_the_cover_of_the_restaurant() throws TimeoutException, IOException {
    assertThat(cover(restaurant)).startsWith("/assets/italian");
    send(site.form(restaurant), REVIEW, new Upload("a.jpg", "image/jpeg", Pictures.picture("jpg", 64, 64)));
    String first = cover(restaurant);
    assertThat(first).startsWith("/photos/").endsWith(".jpg");
    send(site.form(restaurant), REVIEW, new Upload("b.png", "image/png", Pictures.picture("png", 64, 64)));
    assertThat(cover(restaurant)).startsWith("/photos/").endsWith(".png");
    site.post(restaurant + "/reviews", site.form(restaurant), REVIEW);
    assertThat(cover(restaurant)).as("a review without a photo leaves it").endsWith(".png");
    assertThat(site.get("/").bodyAsString()).contains("<img src=\"" + cover(restaurant) + "\"");
    assertThat(site.get(cover(restaurant)).statusCode()).isEqualTo(200);
  }

  private String cover(String path) throws TimeoutException {
    var image = Pattern.compile("<article class=\"about\">\\s*<img src=\"([^\"]+)\"")
        .matcher(site.get(path).bodyAsString());
    assertThat(image.find()).isTrue();
    return image.group(1);
  }

  @Test
  void a_form_without_a_photo_is_taken_as_before() throws TimeoutException {
    assertThat(send(site.form(restaurant), REVIEW, new Upload("", "application/octet-stream", new byte[0]))
        .statusCode()).isEqualTo(303);
    assertThat(site.get(restaurant).bodyAsString()).contains("Kept words").doesNotContain("/photos/");
  }

  @Test
  void what_is_no_photo_is_refused_by_name_with_the_input_kept_and_nothing_stored()
      throws TimeoutException, IOException {
    byte[] large = new byte[11 << 20];
    new Random(1).nextBytes(large);
    System.arraycopy(Pictures.picture("jpg", 8, 8), 0, large, 0, 20);
    byte[] jpeg = Pictures.picture("jpg", 64, 64);
    refused(415, "not a JPEG, PNG or WebP", new Upload("a.svg", "image/svg+xml", Pictures.SVG));
    refused(415, "not a JPEG, PNG or WebP", new Upload("a.png", "image/png", Pictures.SVG));
    refused(415, "not a JPEG, PNG or WebP",
        new Upload("a.jpg", "image/jpeg", "<html><script>".getBytes(StandardCharsets.UTF_8)));
    refused(415, "not a JPEG, PNG or WebP", new Upload("a.gif", "image/gif",
        "GIF89a\1\0\1\0".getBytes(StandardCharsets.ISO_8859_1)));
    refused(413, "too large: at most 10 MiB", new Upload("large.jpg", "image/jpeg", large));
    refused(422, "too many pixels", new Upload("bomb.png", "image/png", Pictures.bomb(60_000)));
    refused(422, "damaged", new Upload("cut.jpg", "image/jpeg", Arrays.copyOf(jpeg, jpeg.length / 2)));
    assertThat(site.get(restaurant).bodyAsString()).contains("No reviews yet");
    assertNothingLeftOver();
  }

  @Test
  void a_bad_text_keeps_no_photo_and_says_to_choose_it_again() throws TimeoutException, IOException {
    var answer = send(site.form(restaurant), Map.of("author", "", "stars", "4", "comment", "Kept words"),
        new Upload("a.jpg", "image/jpeg", Pictures.picture("jpg", 64, 64)));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.bodyAsString()).contains("Enter your name.", "choose the photo again",
        ">Kept words</textarea>");
    assertNothingLeftOver();
  }

  @Test
  void a_form_that_is_not_ours_or_goes_nowhere_leaves_no_photo() throws TimeoutException, IOException {
    var photo = new Upload("a.jpg", "image/jpeg", Pictures.picture("jpg", 64, 64));
    Form form = site.form(restaurant);
    assertThat(send(new Form("session=a.b..c", form.token()), REVIEW, photo).statusCode()).isEqualTo(403);
    assertThat(send(new Form(form.cookie(), "forged"), REVIEW, photo).statusCode()).isEqualTo(403);
    assertThat(sendTo("/restaurants/999", form, REVIEW, photo).statusCode()).isEqualTo(404);
    assertThat(sendTo(restaurant, form, REVIEW, photo, photo).bodyAsString()).contains("Only one photo");
    assertNothingLeftOver();
  }

  @Test
  void a_form_sent_twice_keeps_one_review_and_one_photo() throws TimeoutException, IOException {
    var photo = new Upload("a.png", "image/png", Pictures.picture("png", 64, 64));
    Form form = site.form(restaurant);
    String first = send(form, REVIEW, photo).getHeader("Location");
    assertThat(send(form, REVIEW, photo).getHeader("Location")).isEqualTo(first);
    assertThat(site.get(restaurant).bodyAsString()).contains("1 review<");
    assertThat(kept()).hasSize(1);
    assertNothingLeftOver();
  }

  @Test
  void malformed_and_endless_uploads_are_refused() throws TimeoutException {
    Form form = site.form(restaurant);
    for (String body : List.of("", "--" + BOUNDARY, "nonsense", "--" + BOUNDARY + "\r\nContent-Disposition: form-data",
        "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"" + "x".repeat(100_000))) {
      assertThat(post(restaurant, form, Buffer.buffer(body)).statusCode()).as(body).isBetween(400, 499);
    }
    var huge = post(restaurant, form, Buffer.buffer(new byte[31 << 20]));
    assertThat(huge.statusCode()).isEqualTo(413);
  }

  @Test
  void photos_that_do_not_exist_are_404_whatever_their_name() throws TimeoutException {
    for (String name : List.of("0".repeat(32) + ".jpg", "..%2F..%2Freviews.db", "x.jpg", "0".repeat(32) + ".svg")) {
      assertThat(site.get("/photos/" + name).statusCode()).as(name).isEqualTo(404);
    }
  }

  @Test
  void a_place_for_photos_out_of_reach_is_told_and_no_review_is_stored() throws Exception {
    site.close();
    Path file = Files.writeString(folder.resolve("no-folder"), "a file where the folder should be");
    site = RunningSite.with(folder, Map.of("REVIEWS_PHOTOS", file.toString()));
    var answer = send(site.form(restaurant), REVIEW,
        new Upload("a.jpg", "image/jpeg", Pictures.picture("jpg", 64, 64)));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.bodyAsString()).contains("photo album is out of reach").doesNotContain(folder.toString());
    assertThat(site.get(restaurant).bodyAsString()).contains("No reviews yet");
    assertThat(site.get("/healthz").bodyAsString()).contains("photos cannot be kept").doesNotContain(folder.toString());
  }

  private void refused(int status, String fault, Upload upload) throws TimeoutException {
    var answer = send(site.form(restaurant), REVIEW, upload);
    assertThat(answer.statusCode()).as(upload.fileName()).isEqualTo(status);
    assertThat(answer.bodyAsString()).contains(fault, "id=\"photo-fault\"", "value=\"Kept Ann\"",
        ">Kept words</textarea>", "value=\"4\" required checked");
  }

  private HttpResponse<Buffer> send(Form form, Map<String, String> fields, Upload upload) throws TimeoutException {
    return sendTo(restaurant, form, fields, upload);
  }

  private HttpResponse<Buffer> sendTo(String path, Form form, Map<String, String> fields, Upload... uploads)
      throws TimeoutException {
    Buffer body = Buffer.buffer();
    part(body, "token", form.token());
    fields.forEach((name, value) -> part(body, name, value));
    for (Upload upload : uploads) {
      body.appendString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"photo\"; filename=\""
          + upload.fileName() + "\"\r\nContent-Type: " + upload.type() + "\r\n\r\n").appendBuffer(upload.content())
          .appendString("\r\n");
    }
    return post(path, form, body.appendString("--" + BOUNDARY + "--\r\n"));
  }

  private static void part(Buffer body, String name, String value) {
    body.appendString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value
        + "\r\n");
  }

  private HttpResponse<Buffer> post(String path, Form form, Buffer body) throws TimeoutException {
    return within(site.request(HttpMethod.POST, path + "/reviews").putHeader("Cookie", form.cookie())
        .putHeader("Content-Type", "multipart/form-data; boundary=" + BOUNDARY).sendBuffer(body));
  }

  private List<String> kept() throws IOException {
    try (var files = Files.list(folder.resolve("photos/kept"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Neither a new photo without a review nor an upload's file. */
  private void assertNothingLeftOver() {
    Eventually.succeeds(() -> {
      for (Path place : List.of(folder.resolve("photos/new"),
          Path.of(System.getProperty("java.io.tmpdir"), "reviews-uploads"))) {
        if (Files.exists(place)) {
          assertThat(place).isEmptyDirectory();
        }
      }
    });
  }
}
