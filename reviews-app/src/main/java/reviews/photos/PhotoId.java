package reviews.photos;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a photo for ever: 128 random bits, so that nobody guesses one, and the ending of its type,
 * {@code 0123456789abcdef0123456789abcdef.jpg}. Fit for an address, a file and a blob as it is.
 */
public record PhotoId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}\\.(?:jpg|png|webp)");
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  public PhotoId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of a photo");
    }
  }

  /** Empty when {@code text} cannot be an id. */
  public static Optional<PhotoId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new PhotoId(text)) : Optional.empty();
  }

  static PhotoId draw(PhotoType type) {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new PhotoId(HexFormat.of().formatHex(bits) + "." + type.extension());
  }

  public PhotoType type() {
    return PhotoType.ofExtension(value.substring(value.indexOf('.') + 1)).orElseThrow();
  }

  @Override
  public String toString() {
    return value;
  }
}
