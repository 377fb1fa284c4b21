package reviews.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotosTest {
  private static final Instant NOW = Instant.parse("2026-03-14T12:00:00Z");

  @TempDir
  Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws TimeoutException {
    get(vertx.close());
  }

  @Test
  void a_taken_photo_is_there_before_and_after_it_is_confirmed_and_gone_when_discarded() throws Exception {
    Photos photos = photos();
    PhotoId id = get(photos.take(upload(Pictures.png())));
    assertThat(get(photos.length(id))).contains((long) Pictures.png().length);
    get(photos.confirm(id));
    get(photos.confirm(id));
    assertThat(get(photos.length(id))).contains((long) Pictures.png().length);
    get(photos.discard(id));
    get(photos.discard(id));
    assertThat(get(photos.length(id))).isEmpty();
    assertThat(photos.publicAddress(id)).isEmpty();
  }

  @Test
  void a_refused_photo_leaves_nothing_behind() throws IOException {
    assertThatThrownBy(() -> get(photos().take(upload(Pictures.text("<svg/>"))))).isInstanceOf(BadPhotoException.class);
    try (var left = Files.walk(folder.resolve("photos"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    } catch (NoSuchFileException _) {
      assertThat(folder.resolve("photos")).doesNotExist();
    }
  }

  @Test
  void a_sweep_throws_away_what_no_review_refers_to_after_an_hour_and_confirms_the_rest() throws Exception {
    Photos photos = photos();
    PhotoId abandoned = get(photos.take(upload(Pictures.png())));
    PhotoId stored = get(photos.take(upload(Pictures.jpeg())));
    PhotoId fresh = get(photos.take(upload(Pictures.webp())));
    PhotoId confirmed = get(photos.take(upload(Pictures.png())));
    get(photos.confirm(confirmed));
    Path fragment = Files.writeString(folder.resolve("photos/new/" + abandoned + ".part"), "half");
    for (Path old : Set.of(folder.resolve("photos/new/" + abandoned), folder.resolve("photos/new/" + stored),
        folder.resolve("photos/kept/" + confirmed), fragment)) {
      Files.setLastModifiedTime(old, FileTime.from(NOW.minusSeconds(3601)));
    }
    Files.setLastModifiedTime(folder.resolve("photos/new/" + fresh), FileTime.from(NOW.minusSeconds(3500)));
    assertThat(get(photos.sweep(asked -> {
      assertThat(asked).containsExactlyInAnyOrder(abandoned, stored);
      return Future.succeededFuture(Set.of(stored));
    }))).isEqualTo(1);
    assertThat(get(photos.length(abandoned))).isEmpty();
    assertThat(fragment).doesNotExist();
    assertThat(folder.resolve("photos/kept/" + stored)).exists();
    assertThat(get(photos.length(fresh))).isPresent();
    assertThat(get(photos.length(confirmed))).isPresent();
  }

  @Test
  void a_place_out_of_reach_is_told_and_recovers_by_itself() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("photos"), "a file");
    Photos photos = photos();
    assertThatThrownBy(() -> get(photos.check())).isInstanceOf(PhotosUnavailableException.class);
    assertThatThrownBy(() -> get(photos.take(upload(Pictures.png())))).isInstanceOf(PhotosUnavailableException.class);
    Files.delete(inTheWay);
    get(photos.check());
    get(photos.take(upload(Pictures.png())));
  }

  @Test
  void an_id_is_never_a_path() {
    for (String other : new String[]{"", "../../etc/passwd", "0123456789abcdef0123456789abcdef.svg",
        "0123456789ABCDEF0123456789ABCDEF.jpg", "0123456789abcdef0123456789abcdef.jpg/.."}) {
      assertThat(PhotoId.parse(other)).as(other).isEmpty();
    }
    assertThat(PhotoId.parse("0123456789abcdef0123456789abcdef.jpg").orElseThrow().type()).isEqualTo(PhotoType.JPEG);
  }

  private Photos photos() {
    return new Photos(vertx, new FolderPhotos(folder.resolve("photos")), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private Path upload(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("upload"), bytes);
  }

  private static <T> T get(Future<T> future) throws TimeoutException {
    return future.await(20, TimeUnit.SECONDS);
  }
}
