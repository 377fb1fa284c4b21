package reviews.photos;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import reviews.photos.BadPhotoException.Why;

/**
 * Walks the chunks of a WebP file (RFC 9649). Only still pictures are taken; Exif, XMP, profiles and unknown chunks are
 * left out, and the headers that tell of them are written anew.
 */
final class WebpReader {
  private static final int HEADER_BYTES = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int CANVAS_BYTES = 10;
  private static final int ANIMATED = 0x02;
  private static final int ALPHA = 0x10;
  private static final int LOSSY_START = 0x2a019d;
  private static final int LOSSLESS_START = 0x2f;
  private static final int SIDE = 0x3fff;
  private static final int THREE_BYTES = 0xffffff;

  private static final int MOST_CHUNKS = 10_000;

  private final ByteBuffer bytes;
  private final List<Piece> pieces = new ArrayList<>();
  private int width;
  private int height;
  private int canvasWidth;
  private int canvasHeight;

  private WebpReader(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  static PhotoCheck.Found read(ByteBuffer bytes) throws BadPhotoException {
    var reader = new WebpReader(bytes);
    reader.walk();
    return new PhotoCheck.Found(reader.width, reader.height, reader.withHeader());
  }

  private void walk() throws BadPhotoException {
    if (!fourLetters(8).equals("WEBP")) {
      throw new BadPhotoException(Why.OTHER_TYPE); // sound and film also come as RIFF
    }
    long told = Integer.toUnsignedLong(bytes.getInt(4)) + CHUNK_HEAD;
    require(told <= bytes.limit());
    if (told < bytes.limit()) {
      throw new BadPhotoException(Why.MORE_THAN_A_PHOTO);
    }
    bytes.position(HEADER_BYTES);
    for (int chunks = 0; bytes.hasRemaining(); chunks++) {
      require(chunks < MOST_CHUNKS);
      int from = bytes.position();
      String type = fourLetters(from);
      int length = bytes.getInt(from + 4);
      require(length >= 0 && length <= bytes.limit() - from - CHUNK_HEAD);
      int padded = length + (length & 1);
      chunk(type, from, padded, bytes.slice(from + CHUNK_HEAD, length).order(ByteOrder.LITTLE_ENDIAN));
      bytes.position(from + CHUNK_HEAD + padded);
    }
    require(width > 0 && (canvasWidth == 0 || (canvasWidth == width && canvasHeight == height)));
  }

  private void chunk(String type, int from, int padded, ByteBuffer body) throws BadPhotoException {
    switch (type) {
      case "VP8X" -> {
        require(from == HEADER_BYTES && body.remaining() == CANVAS_BYTES);
        int flags = body.get(0);
        if ((flags & ANIMATED) != 0) {
          throw new BadPhotoException(Why.MORE_THAN_A_PHOTO);
        }
        canvasWidth = (body.getInt(4) & THREE_BYTES) + 1;
        canvasHeight = (body.getInt(6) >>> 8) + 1;
        pieces.add(new Piece.Copied(from, CHUNK_HEAD));
        pieces.add(Piece.Written.of((byte) (flags & ALPHA), (byte) 0, (byte) 0, (byte) 0));
        pieces.add(new Piece.Copied(from + CHUNK_HEAD + 4L, 6));
      }
      case "VP8 " -> {
        int head = body.getInt(0);
        require(width == 0 && (head & 1) == 0 && (body.getInt(3) & THREE_BYTES) == LOSSY_START);
        width = body.getShort(6) & SIDE;
        height = body.getShort(8) & SIDE;
        pieces.add(new Piece.Copied(from, CHUNK_HEAD + (long) padded));
      }
      case "VP8L" -> {
        require(width == 0 && body.get(0) == LOSSLESS_START);
        int sides = body.getInt(1);
        width = (sides & SIDE) + 1;
        height = ((sides >>> 14) & SIDE) + 1;
        pieces.add(new Piece.Copied(from, CHUNK_HEAD + (long) padded));
      }
      case "ALPH" -> {
        require(width == 0 && canvasWidth > 0);
        pieces.add(new Piece.Copied(from, CHUNK_HEAD + (long) padded));
      }
      case "ANIM", "ANMF" -> throw new BadPhotoException(Why.MORE_THAN_A_PHOTO);
      default -> require(from != HEADER_BYTES);
    }
  }

  private List<Piece> withHeader() {
    long length = pieces.stream().mapToLong(Piece::bytes).sum() + Integer.BYTES;
    byte[] size = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt((int) length).array();
    var all = new ArrayList<Piece>(List.of(new Piece.Copied(0, 4), Piece.Written.of(size), new Piece.Copied(8, 4)));
    all.addAll(pieces);
    return all;
  }

  private String fourLetters(int at) {
    return StandardCharsets.US_ASCII.decode(bytes.slice(at, 4)).toString();
  }

  private static void require(boolean sound) throws BadPhotoException {
    if (!sound) {
      throw new BadPhotoException(Why.DAMAGED);
    }
  }
}
