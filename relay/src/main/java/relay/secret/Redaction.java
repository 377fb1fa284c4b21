package relay.secret;

/**
 * Hides credentials inside a text: user information of addresses, {@code name=value} pairs whose name is that of a credential,
 * values of the schemes Bearer and Basic, and JSON Web Tokens. One pass, linear in the length.
 */
public final class Redaction {
  /** What stands in the place of a credential. */
  public static final String HIDDEN = "***";
  private static final int SHORTEST_SCHEME_VALUE = 6;
  private static final int SHORTEST_JWT = 16;

  private final String text;
  private final StringBuilder clean;
  private int copied;

  private Redaction(String text) {
    this.text = text;
    this.clean = new StringBuilder(text.length());
  }

  /** The text without credentials; the same one where there are none. */
  public static String of(String text) {
    var redaction = new Redaction(text);
    redaction.scan();
    return redaction.copied == 0 ? text : redaction.clean.append(text, redaction.copied, text.length()).toString();
  }

  private void scan() {
    int word = 0; // where the run of name characters that ends here began
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isNameCharacter(c)) {
        if (c == 'e' && i == word && text.startsWith("eyJ", i)) {
          i = hideJwt(i);
          word = i + 1;
        }
        continue;
      }
      int end = switch (c) {
        case '=' -> i > word && CredentialNames.holds(text.substring(word, i)) ? endOfValue(i + 1) : i + 1;
        case ':' -> text.startsWith("://", i) ? endOfUserInfo(i + 3) : i + 1;
        case ' ' -> isScheme(word, i) ? endOfSchemeValue(i + 1) : i + 1;
        default -> i + 1;
      };
      int from = c == ':' ? i + 3 : i + 1;
      if (end > from) {
        hide(from, end);
        i = end - 1;
      }
      word = i + 1;
    }
  }

  private void hide(int from, int end) {
    clean.append(text, copied, from).append(HIDDEN);
    copied = end;
  }

  private int hideJwt(int from) {
    int end = from;
    while (end < text.length() && (isNameCharacter(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    if (end - from >= SHORTEST_JWT) {
      hide(from, end);
      return end - 1;
    }
    return from;
  }

  private int endOfValue(int from) {
    int end = from;
    while (end < text.length() && "&;,\"' \t\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** {@code from} where there is no user information. */
  private int endOfUserInfo(int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@') {
        return i;
      }
      if ("/?#\"' \t\r\n".indexOf(c) >= 0) {
        return from;
      }
    }
    return from;
  }

  private boolean isScheme(int word, int end) {
    int length = end - word;
    return (length == 6 && text.regionMatches(true, word, "bearer", 0, length))
        || (length == 5 && text.regionMatches(true, word, "basic", 0, length));
  }

  private int endOfSchemeValue(int from) {
    int end = from;
    while (end < text.length() && (isNameCharacter(text.charAt(end)) || ".~+/=".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end - from >= SHORTEST_SCHEME_VALUE ? end : from;
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }
}
