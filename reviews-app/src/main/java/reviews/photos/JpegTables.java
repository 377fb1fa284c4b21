package reviews.photos;

import java.nio.ByteBuffer;
import reviews.photos.BadPhotoException.Why;

/** Quantisation and Huffman tables: that they hold tables and no more, so that nothing else travels in them. */
final class JpegTables {
  private static final int MOST_TABLES = 8;
  private static final int CODE_LENGTHS = 16;
  private static final int MOST_CODES = 256;
  private static final int VALUES = 64;

  private JpegTables() {}

  static void check(boolean huffman, ByteBuffer body) throws BadPhotoException {
    ByteBuffer left = body.duplicate();
    int tables = 0;
    while (left.hasRemaining()) {
      int head = left.get();
      int length = huffman ? codes(left) : (head >> 4 == 0 ? VALUES : 2 * VALUES);
      if (++tables > MOST_TABLES || length > left.remaining()) {
        throw new BadPhotoException(Why.DAMAGED);
      }
      left.position(left.position() + length);
    }
  }

  private static int codes(ByteBuffer left) throws BadPhotoException {
    int codes = 0;
    for (int i = 0; i < CODE_LENGTHS; i++) {
      codes += Byte.toUnsignedInt(left.get());
    }
    if (codes > MOST_CODES) {
      throw new BadPhotoException(Why.DAMAGED);
    }
    return codes;
  }
}
