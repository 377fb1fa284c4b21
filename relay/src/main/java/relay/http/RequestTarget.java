package relay.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Whether a path or query can be decoded at all; checked before anything decodes it. */
final class RequestTarget {
  private RequestTarget() {}

  /** Each percent sign is followed by two hex digits, and the decoded bytes are UTF-8 without control characters. False for null. */
  static boolean isReadable(@Nullable String text) {
    if (text == null) {
      return false;
    }
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (c == '%') {
        c = i + 2 < text.length() ? hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)) : -1;
        i += 2;
      }
      if (c < 0x20 || c == 0x7f || c > 0xff) {
        return false;
      }
      bytes[length++] = (byte) c;
    }
    return isUtf8(bytes, length);
  }

  /** For anything else so far below 0 that a sum of two stays below 0. */
  private static int hex(char digit) {
    int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
    return value < 0 ? -1000 : value;
  }

  private static boolean isUtf8(byte[] bytes, int length) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
