package reviews;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Pictures for uploads, good and hostile. */
public final class Pictures {
  static final byte[] SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"
      .getBytes(StandardCharsets.UTF_8);

  private Pictures() {}

  /** A picture as {@code jpg} or {@code png}. */
  public static byte[] picture(String format, int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var drawing = image.createGraphics();
    drawing.setPaint(new GradientPaint(0, 0, new Color(0xd9, 0x82, 0x0a), width, height, new Color(0x25, 0x60, 0x3b)));
    drawing.fillRect(0, 0, width, height);
    drawing.setColor(Color.WHITE);
    drawing.fillOval(width / 4, height / 4, width / 2, height / 2);
    drawing.dispose();
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A small PNG file that claims to unpack into {@code side} times {@code side} pixels. */
  static byte[] bomb(int side) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(side).putInt(side).put(new byte[]{8, 2, 0, 0, 0}).array());
    var deflater = new Deflater(9);
    deflater.setInput(new byte[1_000_000]);
    deflater.finish();
    byte[] packed = new byte[4096];
    int length = deflater.deflate(packed);
    deflater.end();
    chunk(out, "IDAT", ByteBuffer.allocate(length).put(packed, 0, length).array());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    var crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(content);
    out.writeBytes(ByteBuffer.allocate(8 + content.length + 4).putInt(content.length)
        .put(type.getBytes(StandardCharsets.US_ASCII)).put(content).putInt((int) crc.getValue()).array());
  }
}
