package relay.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The SHA-256 digest that names exactly one manifest, {@code sha256:} and 64 lower-case hex digits. */
public record Digest(String value) {
  static final String SHA256 = "sha256:[0-9a-f]{64}";
  private static final int BRIEF_HEX_DIGITS = 12;
  private static final Pattern FORM = Pattern.compile(SHA256);

  /** @throws IllegalArgumentException when {@code value} is not of that form; use {@link #parse} for outside input */
  public Digest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a sha256 digest");
    }
  }

  /** Empty when {@code text} is not a digest of that form, as those of other algorithms are not. */
  public static Optional<Digest> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
  }

  /** The digest of these very bytes. */
  public static Digest of(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The first twelve hex digits: enough for a person to tell two apart; never used to look one up. */
  public String brief() {
    return value.substring("sha256:".length(), "sha256:".length() + BRIEF_HEX_DIGITS);
  }

  @Override
  public String toString() {
    return value;
  }
}
