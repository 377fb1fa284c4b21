package reviews.photos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import reviews.fuzz.Require;

/** Opens the readers of photos to {@link reviews.fuzz.SiteFuzz}. */
public final class PhotoFuzz {
  /** What a cleaned photo may have more than its upload: a header and an orientation written anew. */
  private static final int MOST_WRITTEN = 64;
  private static final int PNG_HEADER = 8;
  private static final int PNG_CHUNK = 12;
  private static final int RIFF_HEADER = 12;
  private static final int RIFF_CHUNK = 8;

  private final Path upload;
  private final Path kept;

  public PhotoFuzz() {
    try {
      this.upload = Files.createTempFile("fuzz", ".upload");
      this.kept = Files.createTempFile("fuzz", ".kept");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    upload.toFile().deleteOnExit();
    kept.toFile().deleteOnExit();
  }

  /** A photo that is taken is taken again as it was kept, and cleaning it a second time changes nothing. */
  public void feed(byte[] bytes) {
    try {
      Files.write(upload, bytes);
      Optional<CleanPhoto> taken = check(upload);
      if (taken.isPresent()) {
        CleanPhoto clean = taken.get();
        byte[] content = content(clean);
        Require.that(content.length == clean.bytes() && content.length <= bytes.length + MOST_WRITTEN, "its length");
        Files.write(kept, content);
        CleanPhoto again = check(kept).orElseThrow(() -> new AssertionError("what was kept is refused"));
        Require.that(again.type() == clean.type() && again.width() == clean.width()
            && again.height() == clean.height(), "a cleaned photo is the same photo");
        Require.that(Arrays.equals(content(again), content), "cleaning twice is cleaning once");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<CleanPhoto> check(Path file) throws IOException {
    try {
      return Optional.of(PhotoCheck.of(file));
    } catch (BadPhotoException refusal) {
      return Optional.empty();
    }
  }

  private static byte[] content(CleanPhoto photo) throws IOException {
    try (InputStream in = photo.open()) {
      return in.readAllBytes();
    }
  }

  public static List<byte[]> jpegs() {
    try {
      byte[] jpeg = Pictures.jpeg();
      return List.of(jpeg,
          Pictures.withSegments(jpeg, Pictures.segment(0xe1, Pictures.exif(ByteOrder.LITTLE_ENDIAN, 6)),
              Pictures.segment(0xfe, Pictures.text("comment")),
              Pictures.segment(0xee, Pictures.text("Adobe\0\144\0\0\0\0\1"))),
          Pictures.withSegments(jpeg, Pictures.segment(0xe1, Pictures.exif(ByteOrder.BIG_ENDIAN, 3))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<byte[]> pngs() {
    try {
      byte[] png = Pictures.png();
      return List.of(png, Pictures.withChunk(png, "tEXt", Pictures.text("Comment\0x")),
          Pictures.withChunk(Pictures.withChunk(png, "gAMA", new byte[]{0, 0, 1, 0}), "IDAT", new byte[0]),
          Pictures.withChunk(png, "acTL", new byte[8]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<byte[]> webps() {
    byte[] webp = Pictures.webp();
    return List.of(webp, Pictures.extended(webp, 0x3c, 1, 1), Pictures.extended(webp, 0x10, 1, 1),
        Pictures.extended(webp, 2, 1, 1));
  }

  /** The same chunks with lengths that fit and right check sums, without which a reader looks at none but the first. */
  public static byte[] repairedPng(byte[] bytes) {
    ByteBuffer png = ByteBuffer.wrap(bytes.clone());
    int at = PNG_HEADER;
    while (at + PNG_CHUNK <= png.limit()) {
      int most = png.limit() - at - PNG_CHUNK;
      int length = Math.clamp(png.getInt(at), 0, most);
      var crc = new CRC32();
      crc.update(png.slice(at + Integer.BYTES, length + Integer.BYTES));
      png.putInt(at, length).putInt(at + RIFF_CHUNK + length, (int) crc.getValue());
      at += PNG_CHUNK + length;
    }
    return png.array();
  }

  /** The same chunks with lengths that fit into the file, and the file's own. */
  public static byte[] repairedWebp(byte[] bytes) {
    ByteBuffer webp = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    if (webp.limit() >= RIFF_HEADER) {
      webp.putInt(Integer.BYTES, webp.limit() - RIFF_CHUNK);
    }
    int at = RIFF_HEADER;
    while (at + RIFF_CHUNK <= webp.limit()) {
      int length = Math.clamp(webp.getInt(at + Integer.BYTES), 0, webp.limit() - at - RIFF_CHUNK);
      webp.putInt(at + Integer.BYTES, length);
      at += RIFF_CHUNK + length + (length & 1);
    }
    return webp.array();
  }
}
