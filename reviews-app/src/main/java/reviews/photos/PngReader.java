package reviews.photos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import reviews.photos.BadPhotoException.Why;

/** Walks the chunks of a PNG file (W3C, PNG third edition). Texts, times, profiles and unknown extras are left out. */
final class PngReader {
  private static final long SIGNATURE = 0x8950_4e47_0d0a_1a0aL;
  private static final int HEADER_BYTES = 13;
  private static final int CHUNK_BYTES = 12;
  /** Chunks that say how the picture is to be shown, with the most bytes that each can need. */
  private static final Map<String, Integer> KEPT = Map.of("PLTE", 768, "tRNS", 256, "gAMA", 4, "cHRM", 32, "sRGB", 1);
  /** A photo of 10 MiB in the pieces of 4 KiB that some programs write has 2560. */
  private static final int MOST_CHUNKS = 10_000;
  private static final int LOWER_CASE = 0x20;

  private final ByteBuffer bytes;
  private final List<Piece> pieces = new ArrayList<>();
  private int width;
  private int height;
  private boolean pictured;

  private PngReader(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
  }

  static PhotoCheck.Found read(ByteBuffer bytes) throws BadPhotoException {
    var reader = new PngReader(bytes);
    reader.walk();
    return new PhotoCheck.Found(reader.width, reader.height, reader.pieces);
  }

  private void walk() throws BadPhotoException {
    require(bytes.getLong() == SIGNATURE);
    pieces.add(new Piece.Copied(0, Long.BYTES));
    String type = "";
    for (int chunks = 0; !type.equals("IEND"); chunks++) {
      require(chunks < MOST_CHUNKS);
      int from = bytes.position();
      int length = bytes.getInt();
      require(length >= 0 && length <= bytes.remaining() - (CHUNK_BYTES - Integer.BYTES));
      type = StandardCharsets.US_ASCII.decode(bytes.slice(bytes.position(), Integer.BYTES)).toString();
      require(crc(bytes.slice(bytes.position(), length + Integer.BYTES)) == bytes
          .getInt(bytes.position() + Integer.BYTES + length));
      chunk(type, from, bytes.slice(bytes.position() + Integer.BYTES, length));
      bytes.position(from + CHUNK_BYTES + length);
    }
    require(pictured);
    if (bytes.hasRemaining()) {
      throw new BadPhotoException(Why.MORE_THAN_A_PHOTO);
    }
  }

  private void chunk(String type, int from, ByteBuffer body) throws BadPhotoException {
    boolean first = pieces.size() == 1;
    require(first == type.equals("IHDR"));
    switch (type) {
      case "IHDR" -> {
        header(body);
        keep(from, body);
      }
      case "IDAT" -> {
        if (body.hasRemaining()) {
          pictured = true;
          keep(from, body);
        }
      }
      case "IEND" -> {
        require(!body.hasRemaining());
        keep(from, body);
      }
      case "acTL" -> throw new BadPhotoException(Why.MORE_THAN_A_PHOTO); // an animation
      default -> {
        if (KEPT.containsKey(type)) {
          require(body.remaining() <= KEPT.get(type));
          keep(from, body);
        } else {
          require((type.charAt(0) & LOWER_CASE) != 0); // a lower-case letter: may be left out
        }
      }
    }
  }

  private void header(ByteBuffer body) throws BadPhotoException {
    require(body.remaining() == HEADER_BYTES);
    width = body.getInt(0);
    height = body.getInt(4);
    int depth = body.get(8);
    boolean depthFits = switch (body.get(9)) {
      case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
      case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
      case 2, 4, 6 -> depth == 8 || depth == 16;
      default -> false;
    };
    require(depthFits && body.get(10) == 0 && body.get(11) == 0 && (body.get(12) & ~1) == 0);
  }

  private void keep(int from, ByteBuffer body) {
    pieces.add(new Piece.Copied(from, body.capacity() + (long) CHUNK_BYTES));
  }

  private static int crc(ByteBuffer covered) {
    var crc = new CRC32();
    crc.update(covered);
    return (int) crc.getValue();
  }

  private static void require(boolean sound) throws BadPhotoException {
    if (!sound) {
      throw new BadPhotoException(Why.DAMAGED);
    }
  }
}
