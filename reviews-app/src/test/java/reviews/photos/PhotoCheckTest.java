package reviews.photos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reviews.photos.Pictures.HEIGHT;
import static reviews.photos.Pictures.PRIVATE;
import static reviews.photos.Pictures.WIDTH;
import static reviews.photos.Pictures.exif;
import static reviews.photos.Pictures.extended;
import static reviews.photos.Pictures.joined;
import static reviews.photos.Pictures.jpeg;
import static reviews.photos.Pictures.png;
import static reviews.photos.Pictures.segment;
import static reviews.photos.Pictures.text;
import static reviews.photos.Pictures.webp;
import static reviews.photos.Pictures.withChunk;
import static reviews.photos.Pictures.withSegments;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reviews.photos.BadPhotoException.Why;

class PhotoCheckTest {
  private static final long SEED = 20260314;

  @TempDir
  Path folder;

  @Test
  void a_jpeg_loses_place_comments_profiles_and_previews_and_keeps_every_pixel() throws Exception {
    byte[] plain = jpeg();
    byte[] camera = withSegments(plain, segment(0xe1, exif(ByteOrder.LITTLE_ENDIAN, 1)),
        segment(0xe1, text("http://ns.adobe.com/xap/1.0/\0<x>" + PRIVATE + "</x>")),
        segment(0xe2, text("ICC_PROFILE\0\1\1" + PRIVATE)), segment(0xfe, text(PRIVATE)),
        segment(0xed, text("Photoshop 3.0\0" + PRIVATE)));
    CleanPhoto clean = check(joined(camera, text("MotionPhoto_Data" + PRIVATE)));
    assertThat(clean.type()).isEqualTo(PhotoType.JPEG);
    assertThat(List.of(clean.width(), clean.height())).containsExactly(WIDTH, HEIGHT);
    byte[] cleaned = read(clean);
    assertThat(clean.bytes()).isEqualTo(cleaned.length).isLessThanOrEqualTo(plain.length);
    assertThat(latin(cleaned)).doesNotContain("Latitude", "Exif", "ns.adobe.com", "ICC_PROFILE", "Motion");
    assertSamePixels(cleaned, plain);
  }

  @Test
  void a_jpeg_that_lies_on_its_side_still_says_so_and_nothing_else() throws Exception {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] cleaned = read(check(withSegments(jpeg(), segment(0xe1, exif(order, 6)))));
      int block = latin(cleaned).indexOf("Exif\0\0");
      assertThat(block).isPositive();
      ByteBuffer tiff = ByteBuffer.wrap(cleaned, block + 6, 26).slice();
      assertThat(ExifOrientation.of(tiff)).isEqualTo(6);
      assertThat(latin(cleaned)).doesNotContain("Latitude");
      assertThat(ByteBuffer.wrap(cleaned).getShort(block - 2)).isEqualTo((short) 34);
      assertSamePixels(cleaned, jpeg());
    }
  }

  @Test
  void a_png_loses_texts_times_and_profiles_and_keeps_every_pixel() throws Exception {
    byte[] plain = png();
    byte[] told = withChunk(withChunk(withChunk(plain, "tEXt", text("Comment\0" + PRIVATE)), "eXIf",
        exif(ByteOrder.BIG_ENDIAN, 1)), "zzZz", text(PRIVATE));
    CleanPhoto clean = check(told);
    assertThat(clean.type()).isEqualTo(PhotoType.PNG);
    assertThat(List.of(clean.width(), clean.height())).containsExactly(WIDTH, HEIGHT);
    assertThat(read(clean)).isEqualTo(plain);
  }

  @Test
  void a_webp_loses_what_is_no_picture_and_its_headers_tell_so() throws Exception {
    CleanPhoto clean = check(extended(webp(), 0x08 | 0x04 | 0x20, 1, 1));
    assertThat(clean.type()).isEqualTo(PhotoType.WEBP);
    byte[] cleaned = read(clean);
    assertThat(latin(cleaned)).startsWith("RIFF").contains("VP8X", "VP8 ").doesNotContain("EXIF", "WHAT", "Latitude");
    ByteBuffer bytes = ByteBuffer.wrap(cleaned).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt(4)).isEqualTo(cleaned.length - 8);
    assertThat(bytes.get(20)).as("flags").isZero();
    assertThat(read(check(cleaned))).as("clean already").isEqualTo(cleaned);
    assertThat(read(check(webp()))).isEqualTo(webp());
  }

  @Test
  void what_is_no_jpeg_png_or_webp_is_refused_whatever_it_calls_itself() throws IOException {
    for (String other : List.of("", "a", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<!doctype html><script>alert(1)</script>", "GIF89a\1\0\1\0\0\0\0;", "BM6\0\0\0", "%PDF-1.7", "II*\0\10\0\0\0",
        "PK\3\4", "\0\0\0\40ftypavif", "RIFF\4\0\0\0WAVEfmt ", "\u00ff\u00d8", "GIF89a/*\u00ff\u00d8\u00ff*/=1;")) {
      assertRefused(text(other), Why.OTHER_TYPE, Why.DAMAGED);
    }
  }

  @Test
  void a_file_that_is_a_picture_and_something_else_is_refused_or_loses_the_rest() throws Exception {
    assertRefused(joined(png(), text("PK\3\4 an archive")), Why.MORE_THAN_A_PHOTO);
    assertRefused(joined(webp(), text("<script>")), Why.MORE_THAN_A_PHOTO);
    assertRefused(withChunk(png(), "acTL", new byte[8]), Why.MORE_THAN_A_PHOTO);
    assertRefused(extended(webp(), 0x02, 1, 1), Why.MORE_THAN_A_PHOTO);
    byte[] script = text("<script>alert(document.domain)</script>");
    assertThat(latin(read(check(withSegments(joined(jpeg(), script), segment(0xfe, script))))))
        .doesNotContain("script");
    byte[] tables = joined(new byte[65], script);
    assertRefused(withSegments(jpeg(), segment(0xdb, tables)), Why.DAMAGED);
  }

  @Test
  void bombs_are_refused_without_decoding() throws IOException {
    assertRefused(sized(png(), 16, Integer.BYTES, 60_000, 60_000), Why.TOO_MANY_PIXELS, Why.DAMAGED);
    byte[] bomb = jpeg();
    int frame = latin(bomb).indexOf("\u00ff\u00c0");
    ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 65_000);
    assertRefused(bomb, Why.TOO_MANY_PIXELS);
    ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 8_000).putShort(frame + 7, (short) 8_000);
    assertRefused(bomb, Why.TOO_MANY_PIXELS);
    assertRefused(extended(webp(), 0, 16_384, 16_384), Why.DAMAGED);
    Path large = folder.resolve("large");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(Photos.MOST_BYTES + 1);
    }
    assertThatThrownBy(() -> PhotoCheck.of(large)).isInstanceOfSatisfying(BadPhotoException.class,
        bad -> assertThat(bad.why()).isEqualTo(Why.TOO_LARGE));
  }

  @Test
  void a_png_whose_header_was_forged_with_a_right_sum_is_a_bomb_too() throws IOException {
    byte[] header = ByteBuffer.allocate(13).putInt(12_000).putInt(12_000).put(new byte[]{8, 2, 0, 0, 0}).array();
    byte[] png = png();
    byte[] forged = withChunk(png, "IHDR", header); // behind the right one: cut that one out
    byte[] bomb = joined(Arrays.copyOf(forged, 8), Arrays.copyOfRange(forged, 33, forged.length));
    assertRefused(bomb, Why.TOO_MANY_PIXELS);
    assertRefused(forged, Why.DAMAGED);
  }

  @Test
  void whatever_is_damaged_is_refused_or_still_a_picture_and_never_a_crash() throws IOException {
    var random = new Random(SEED);
    for (byte[] good : List.of(jpeg(), png(), extended(webp(), 0, 1, 1))) {
      for (int round = 0; round < 400; round++) {
        byte[] bad = round % 2 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int i = 0; i < 4 && bad.length > 0; i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
        }
        try {
          CleanPhoto clean = check(bad);
          assertThat(read(clean)).hasSize((int) clean.bytes());
        } catch (BadPhotoException expected) {
          assertThat(expected.getMessage()).endsWith(".");
        }
      }
    }
  }

  private void assertRefused(byte[] bytes, Why... whys) throws IOException {
    assertThatThrownBy(() -> check(bytes)).isInstanceOfSatisfying(BadPhotoException.class,
        bad -> assertThat(bad.why()).isIn((Object[]) whys));
  }

  private CleanPhoto check(byte[] bytes) throws IOException, BadPhotoException {
    return PhotoCheck.of(Files.write(folder.resolve("upload"), bytes));
  }

  private static byte[] read(CleanPhoto photo) throws IOException {
    try (var in = photo.open()) {
      return in.readAllBytes();
    }
  }

  private static byte[] sized(byte[] picture, int at, int bytes, int width, int height) {
    byte[] changed = picture.clone();
    ByteBuffer.wrap(changed).putInt(at, width).putInt(at + bytes, height);
    return changed;
  }

  private static void assertSamePixels(byte[] cleaned, byte[] plain) throws IOException {
    BufferedImage one = Pictures.decoded(cleaned);
    BufferedImage other = Pictures.decoded(plain);
    assertThat(one.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH))
        .isEqualTo(other.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
