package reviews.photos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reviews.photos.BadPhotoException.Why;

/**
 * Walks the segments of a JPEG file (ITU-T T.81, annex B). Tables, frame and scans stay; of the rest only the way up is
 * written anew, since without it photos of phones would lie on their side. What follows the end of the picture is left
 * out: phones append previews and clips there.
 */
final class JpegReader {
  private static final int SOF_BASELINE = 0xc0;
  private static final int SOF_PROGRESSIVE = 0xc2;
  private static final int SOF_LAST = 0xcf;
  private static final int DHT = 0xc4;
  private static final int JPG = 0xc8;
  private static final int DAC = 0xcc;
  private static final int RST_FIRST = 0xd0;
  private static final int RST_LAST = 0xd7;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DQT = 0xdb;
  private static final int DRI = 0xdd;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COM = 0xfe;
  /** No camera or program needs more; many scans of one picture only keep a decoder busy. */
  private static final int MOST_SCANS = 100;
  private static final int BYTE = 0xff;

  private static final Piece JFIF = new Piece.Written("ffe000104a46494600010100000100010000");
  private static final String ORIENTATION_HEAD = "ffe1002245786966" + "00004d4d002a00000008"
      + "0001" + "0112" + "0003" + "00000001";

  /** Far more than any camera writes; each is work. */
  private static final int MOST_SEGMENTS = 10_000;

  private final ByteBuffer bytes;
  private final List<Piece> pieces = new ArrayList<>();
  private int width;
  private int height;
  private int scans;
  private boolean oriented;

  private JpegReader(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
  }

  static PhotoCheck.Found read(ByteBuffer bytes) throws BadPhotoException {
    var reader = new JpegReader(bytes);
    reader.walk();
    return new PhotoCheck.Found(reader.width, reader.height, reader.pieces);
  }

  private void walk() throws BadPhotoException {
    pieces.add(new Piece.Copied(0, 2));
    bytes.position(2);
    int segments = 0;
    for (int marker = marker(); marker != EOI; marker = marker()) {
      if (++segments > MOST_SEGMENTS) {
        throw new BadPhotoException(Why.DAMAGED);
      }
      int from = bytes.position() - 2;
      int length = Short.toUnsignedInt(bytes.getShort());
      ByteBuffer body = bytes.slice(bytes.position(), length - 2);
      bytes.position(bytes.position() + body.remaining());
      segment(marker, from, body);
    }
    if (scans == 0 || width == 0) {
      throw new BadPhotoException(Why.DAMAGED);
    }
    pieces.add(Piece.Written.of((byte) BYTE, (byte) EOI));
  }

  /** Leaves out the padding between segments, which may be as long as somebody likes. */
  private int marker() throws BadPhotoException {
    if ((bytes.get() & BYTE) != BYTE) {
      throw new BadPhotoException(Why.DAMAGED);
    }
    int marker = bytes.get() & BYTE;
    while (marker == BYTE) {
      marker = bytes.get() & BYTE;
    }
    return marker;
  }

  private void segment(int marker, int from, ByteBuffer body) throws BadPhotoException {
    switch (marker) {
      case APP0 -> {
        if (startsWith(body, "JFIF\0") && pieces.size() == 1) {
          pieces.add(JFIF); // its own may hold a preview
        }
      }
      case APP1 -> {
        if (startsWith(body, "Exif\0\0") && !oriented) {
          orientation(body);
        }
      }
      case APP14 -> { // says how the colours are to be read
        if (startsWith(body, "Adobe") && body.remaining() == 12) {
          keep(from, body);
        }
      }
      case DQT, DHT -> {
        JpegTables.check(marker == DHT, body);
        keep(from, body);
      }
      case DRI -> keepIf(body.remaining() == 2, from, body);
      case SOS -> {
        keepIf(width > 0 && body.remaining() == 4 + 2 * body.get(0) && ++scans <= MOST_SCANS, from, body);
        scan();
      }
      default -> {
        if (marker >= SOF_BASELINE && marker <= SOF_LAST && marker != JPG && marker != DAC) {
          frame(marker, from, body);
        } else if ((marker < APP0 || marker > APP15) && marker != COM) {
          throw new BadPhotoException(Why.DAMAGED);
        }
      }
    }
  }

  private void frame(int marker, int from, ByteBuffer body) throws BadPhotoException {
    if (marker > SOF_PROGRESSIVE) {
      throw new BadPhotoException(Why.OTHER_TYPE); // lossless and arithmetic ones, which browsers do not show
    }
    keepIf(width == 0 && body.remaining() == 6 + 3 * body.get(5), from, body);
    height = Short.toUnsignedInt(body.getShort(1));
    width = Short.toUnsignedInt(body.getShort(3));
    if (height == 0 || width == 0) {
      throw new BadPhotoException(Why.DAMAGED);
    }
  }

  /** The coded picture after a scan's header ends at the next marker that is neither stuffing nor a restart. */
  private void scan() {
    int from = bytes.position();
    while (true) {
      if ((bytes.get() & BYTE) == BYTE) {
        int next = bytes.get(bytes.position()) & BYTE;
        if (next != 0 && next != BYTE && (next < RST_FIRST || next > RST_LAST)) {
          break;
        }
      }
    }
    bytes.position(bytes.position() - 1);
    pieces.add(new Piece.Copied(from, bytes.position() - from));
  }

  /** Exif is TIFF: of the first directory's entries only tag 0x0112 is looked at. */
  private void orientation(ByteBuffer body) {
    int turned = ExifOrientation.of(body.slice(6, body.remaining() - 6));
    if (turned > 1) {
      pieces.add(new Piece.Written(ORIENTATION_HEAD + "%04x".formatted(turned) + "0000" + "00000000"));
      oriented = true;
    }
  }

  private void keepIf(boolean sound, int from, ByteBuffer body) throws BadPhotoException {
    if (!sound) {
      throw new BadPhotoException(Why.DAMAGED);
    }
    keep(from, body);
  }

  private void keep(int from, ByteBuffer body) {
    pieces.add(new Piece.Copied(from, body.capacity() + 4L));
  }

  private static boolean startsWith(ByteBuffer body, String start) {
    byte[] wanted = start.getBytes(StandardCharsets.US_ASCII);
    return body.remaining() >= wanted.length
        && body.slice(0, wanted.length).equals(ByteBuffer.wrap(wanted));
  }
}
