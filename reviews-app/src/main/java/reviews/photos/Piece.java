package reviews.photos;

import java.util.HexFormat;

/** A part of a cleaned photo. */
sealed interface Piece {
  long bytes();

  /** Copied from the upload. */
  record Copied(long from, long bytes) implements Piece {}

  /** Written anew, where a header must tell what is left. */
  record Written(String hex) implements Piece {
    static Written of(byte... content) {
      return new Written(HexFormat.of().formatHex(content));
    }

    @Override
    public long bytes() {
      return hex.length() / 2;
    }

    byte[] content() {
      return HexFormat.of().parseHex(hex);
    }
  }
}
