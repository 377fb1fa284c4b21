package reviews.photos;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import reviews.photos.BadPhotoException.Why;

/**
 * Judges an upload by its content alone; names and declared types count for nothing. It reads the structure and decodes
 * no pixel. Blocks.
 */
final class PhotoCheck {
  /** What a reader of one format found. */
  record Found(int width, int height, List<Piece> pieces) {
    Found {
      pieces = List.copyOf(pieces);
    }
  }

  private static final int JPEG_START = 0xffd8_ff00;
  private static final int PNG_START = 0x8950_4e47;
  private static final int RIFF = 0x5249_4646;
  private static final int LOW_BYTE = 0xff;

  private PhotoCheck() {}

  static CleanPhoto of(Path upload) throws BadPhotoException, IOException {
    try (var file = FileChannel.open(upload, StandardOpenOption.READ); var arena = Arena.ofConfined()) {
      if (file.size() > Photos.MOST_BYTES) {
        throw new BadPhotoException(Why.TOO_LARGE);
      }
      return of(upload, file.map(MapMode.READ_ONLY, 0, file.size(), arena).asByteBuffer());
    }
  }

  private static CleanPhoto of(Path upload, ByteBuffer bytes) throws BadPhotoException {
    int start = bytes.remaining() < Integer.BYTES ? 0 : bytes.getInt(0);
    try {
      if ((start & ~LOW_BYTE) == JPEG_START) {
        return checked(upload, PhotoType.JPEG, JpegReader.read(bytes));
      } else if (start == PNG_START) {
        return checked(upload, PhotoType.PNG, PngReader.read(bytes));
      } else if (start == RIFF) {
        return checked(upload, PhotoType.WEBP, WebpReader.read(bytes));
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException _) {
      throw new BadPhotoException(Why.DAMAGED); // it ends before it should
    }
    throw new BadPhotoException(Why.OTHER_TYPE);
  }

  private static CleanPhoto checked(Path upload, PhotoType type, Found found) throws BadPhotoException {
    if (found.width() < 1 || found.height() < 1) {
      throw new BadPhotoException(Why.DAMAGED);
    }
    if (Math.max(found.width(), found.height()) > Photos.LONGEST_SIDE
        || (long) found.width() * found.height() > Photos.MOST_PIXELS) {
      throw new BadPhotoException(Why.TOO_MANY_PIXELS);
    }
    return new CleanPhoto(upload, type, found.width(), found.height(), found.pieces());
  }
}
