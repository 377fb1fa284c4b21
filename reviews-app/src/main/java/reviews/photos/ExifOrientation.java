package reviews.photos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which way up a photo is to be shown (Exif 2.3, tag 0x0112). */
final class ExifOrientation {
  private static final int UPRIGHT = 1;
  private static final int LAST = 8;
  private static final int LITTLE_ENDIAN = 0x4949;
  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /** 1 to 8; 1, upright, when the block does not say or cannot be read. */
  static int of(ByteBuffer tiff) {
    try {
      ByteBuffer data = tiff.slice();
      data.order(data.getShort(0) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = data.getInt(4);
      int entries = Short.toUnsignedInt(data.getShort(directory));
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + i * ENTRY_BYTES;
        if (Short.toUnsignedInt(data.getShort(entry)) == TAG && data.getShort(entry + 2) == SHORT) {
          int value = data.getShort(entry + 8);
          return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
        }
      }
    } catch (IndexOutOfBoundsException _) {
      return UPRIGHT; // a broken block is dropped like every other one
    }
    return UPRIGHT;
  }
}
