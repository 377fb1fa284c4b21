package reviews.settings;

import java.nio.charset.StandardCharsets;

/** A value that prints as {@code ***}. */
public record Secret(String value) {
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
