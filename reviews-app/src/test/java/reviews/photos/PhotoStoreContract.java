package reviews.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link PhotoStore} does. */
public abstract class PhotoStoreContract {
  @TempDir
  protected Path folder;

  protected abstract PhotoStore store();

  @Test
  void a_photo_comes_back_as_it_was_cleaned() throws IOException, BadPhotoException {
    byte[] told = Pictures.withSegments(Pictures.jpeg(), Pictures.segment(0xfe, Pictures.text(Pictures.PRIVATE)));
    PhotoId id = keep(told);
    try (StoredPhoto photo = store().open(id).orElseThrow()) {
      assertThat(photo.content().readAllBytes()).hasSize((int) photo.bytes()).isEqualTo(cleaned(told));
    }
    store().check();
  }

  @Test
  void a_large_photo_comes_back_whole() throws IOException, BadPhotoException {
    byte[] large = Arrays.copyOf(Pictures.jpeg(), 5 * Photos.MEBIBYTE);
    int end = Pictures.jpeg().length - 2; // coded picture up to a new end
    Arrays.fill(large, end, large.length - 2, (byte) 0x55);
    large[large.length - 2] = (byte) 0xff;
    large[large.length - 1] = (byte) 0xd9;
    PhotoId id = keep(large);
    try (StoredPhoto photo = store().open(id).orElseThrow()) {
      assertThat(photo.content().readAllBytes()).isEqualTo(cleaned(large));
    }
  }

  @Test
  void a_photo_is_new_until_it_is_confirmed() throws IOException, BadPhotoException {
    PhotoId abandoned = keep(Pictures.png());
    PhotoId stored = keep(Pictures.png());
    Instant now = Clock.systemUTC().instant();
    assertThat(store().unconfirmed(now.plus(Duration.ofMinutes(1)))).contains(abandoned, stored);
    assertThat(store().unconfirmed(now.minus(Duration.ofMinutes(1)))).doesNotContain(abandoned, stored);
    store().confirm(stored);
    store().confirm(stored);
    assertThat(store().unconfirmed(now.plus(Duration.ofMinutes(1)))).contains(abandoned).doesNotContain(stored);
    try (StoredPhoto photo = store().open(stored).orElseThrow()) {
      assertThat(photo.bytes()).isEqualTo(Pictures.png().length);
    }
  }

  @Test
  void a_deleted_photo_is_gone_and_an_unknown_one_stays_unknown() throws IOException, BadPhotoException {
    PhotoId id = keep(Pictures.webp());
    store().delete(id);
    store().delete(id);
    store().confirm(id);
    assertThat(store().open(id)).isEmpty();
  }

  @Test
  void an_id_is_never_given_to_another_photo() throws IOException, BadPhotoException {
    CleanPhoto photo = clean(Pictures.png());
    PhotoId id = PhotoId.draw(photo.type());
    store().keep(id, photo);
    CleanPhoto other = clean(Pictures.withChunk(Pictures.png(), "gAMA", new byte[]{0, 0, 1, 1}));
    assertThatThrownBy(() -> store().keep(id, other)).isInstanceOf(IOException.class);
    try (StoredPhoto kept = store().open(id).orElseThrow()) {
      assertThat(kept.content().readAllBytes()).isEqualTo(Pictures.png());
    }
  }

  protected PhotoId keep(byte[] upload) throws IOException, BadPhotoException {
    CleanPhoto photo = clean(upload);
    PhotoId id = PhotoId.draw(photo.type());
    store().keep(id, photo);
    return id;
  }

  protected static byte[] picture() throws IOException {
    return Pictures.png();
  }

  private CleanPhoto clean(byte[] upload) throws IOException, BadPhotoException {
    return PhotoCheck.of(Files.write(Files.createTempFile(folder, "upload-", ""), upload));
  }

  private byte[] cleaned(byte[] upload) throws IOException, BadPhotoException {
    try (var in = clean(upload).open()) {
      return in.readAllBytes();
    }
  }
}
