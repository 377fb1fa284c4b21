package relay.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that must not be shown: {@link #toString} prints {@code ***}, comparison takes the same time for any guess. */
public final class Secret {
  private final String value;

  /** @throws IllegalArgumentException when {@code value} is blank, since a blank secret protects nothing */
  public Secret(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a secret must not be blank");
    }
    this.value = value;
  }

  /** The value itself, for the one place that sends it. Never log or store what this returns. */
  public String reveal() {
    return value;
  }

  /** Whether {@code guess} is this secret, in constant time for guesses of one length. */
  public boolean matches(String guess) {
    return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), guess.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && matches(secret.value);
  }

  /** The same for every secret: a hash of the value would be a hint of it. */
  @Override
  public int hashCode() {
    return 1;
  }

  @Override
  public String toString() {
    return "***";
  }
}
