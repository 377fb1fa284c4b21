package reviews.photos;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures as cameras, programs and attackers make them. */
final class Pictures {
  static final int WIDTH = 24;
  static final int HEIGHT = 16;
  /** What must never be found in a cleaned photo. */
  static final String PRIVATE = "Latitude 60.1699 Alice's home";
  /** A lossy WebP of one pixel, made by cwebp. */
  private static final byte[] WEBP = Base64.getDecoder()
      .decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

  private Pictures() {}

  static byte[] jpeg() throws IOException {
    return encoded("jpg");
  }

  static byte[] png() throws IOException {
    return encoded("png");
  }

  static byte[] webp() {
    return WEBP.clone();
  }

  private static byte[] encoded(String format) throws IOException {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < HEIGHT; y++) {
        image.setRGB(x, y, new Color(x * 10, y * 15, (x + y) * 6).getRGB());
      }
    }
    var out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IOException("no writer for " + format);
    }
    return out.toByteArray();
  }

  static BufferedImage decoded(byte[] bytes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  /** Puts segments behind the start of a JPEG. */
  static byte[] withSegments(byte[] jpeg, byte[]... segments) {
    byte[] start = {jpeg[0], jpeg[1]};
    byte[] all = start;
    for (byte[] segment : segments) {
      all = joined(all, segment);
    }
    return joined(all, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  static byte[] segment(int marker, byte[] body) {
    return ByteBuffer.allocate(4 + body.length).put((byte) 0xff).put((byte) marker)
        .putShort((short) (body.length + 2)).put(body).array();
  }

  /** An Exif block that says which way is up, and where the photo was taken. */
  static byte[] exif(ByteOrder order, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(64 + PRIVATE.length()).order(order);
    tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x010e).putShort((short) 2).putInt(PRIVATE.length()).putInt(38);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
    tiff.putInt(0);
    tiff.put(PRIVATE.getBytes(StandardCharsets.US_ASCII));
    return joined("Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff.array());
  }

  /** Puts a chunk behind the header of a PNG. */
  static byte[] withChunk(byte[] png, String type, byte[] body) {
    int header = 8 + 25;
    byte[] named = joined(type.getBytes(StandardCharsets.US_ASCII), body);
    var crc = new CRC32();
    crc.update(named);
    byte[] chunk = ByteBuffer.allocate(named.length + 8).putInt(body.length).put(named).putInt((int) crc.getValue())
        .array();
    return joined(joined(Arrays.copyOf(png, header), chunk),
        Arrays.copyOfRange(png, header, png.length));
  }

  /** The extended form of a WebP: with a canvas, an Exif block and a block nobody knows. */
  static byte[] extended(byte[] webp, int flags, int width, int height) {
    byte[] canvas = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putInt(flags)
        .put((byte) (width - 1)).put((byte) ((width - 1) >> 8)).put((byte) 0)
        .put((byte) (height - 1)).put((byte) ((height - 1) >> 8)).put((byte) 0).array();
    byte[] all = joined(riffChunk("VP8X", canvas), Arrays.copyOfRange(webp, 12, webp.length));
    all = joined(all, riffChunk("EXIF", PRIVATE.getBytes(StandardCharsets.US_ASCII)));
    all = joined(all, riffChunk("WHAT", PRIVATE.getBytes(StandardCharsets.US_ASCII)));
    return joined(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(all.length + 4).put("WEBP".getBytes(StandardCharsets.US_ASCII)).array(), all);
  }

  static byte[] riffChunk(String type, byte[] body) {
    return ByteBuffer.allocate(8 + body.length + (body.length & 1)).order(ByteOrder.LITTLE_ENDIAN)
        .put(type.getBytes(StandardCharsets.US_ASCII)).putInt(body.length).put(body).array();
  }

  static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
