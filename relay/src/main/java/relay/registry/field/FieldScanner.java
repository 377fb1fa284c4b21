package relay.registry.field;

import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Reads a header field's value from left to right, by the rules that RFC 9110 has for all of them: tokens, quoted
 * strings, optional white space, lists that may have empty elements. Nothing here fails, whatever the text.
 */
final class FieldScanner {
  private final String text;
  private int at;

  FieldScanner(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  boolean isNext(char c) {
    return !atEnd() && text.charAt(at) == c;
  }

  /** Steps over {@code c} if it comes next, and says whether it did. */
  boolean skip(char c) {
    boolean next = isNext(c);
    at += next ? 1 : 0;
    return next;
  }

  void skipSpace() {
    run(c -> c == ' ' || c == '\t');
  }

  /** Steps to the next element of a list: over commas, empty elements and white space. */
  void skipToElement() {
    run(c -> c == ' ' || c == '\t' || c == ',');
  }

  /** A token (RFC 9110, 5.6.2); empty when none comes next. */
  String token() {
    return run(c -> isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  /** Characters of a token68 (RFC 9110, 11.2), with the equals signs at its end; empty when none comes next. */
  String token68() {
    return run(c -> isLetterOrDigit(c) || "-._~+/".indexOf(c) >= 0) + run(c -> c == '=');
  }

  /** Everything up to {@code end}, which is stepped over; empty when {@code end} does not come. */
  Optional<String> until(char end) {
    int found = text.indexOf(end, at);
    if (found < 0) {
      return Optional.empty();
    }
    String read = text.substring(at, found);
    at = found + 1;
    return Optional.of(read);
  }

  /**
   * A parameter's value: a quoted string without its quotes and escapes, else everything up to white space or one of
   * {@code ends}, since many senders leave out the quotes even around addresses. Empty for a string that does not end.
   */
  Optional<String> value(String ends) {
    return skip('"')
        ? quoted()
        : Optional.of(run(c -> c != ' ' && c != '\t' && c != '"' && ends.indexOf(c) < 0));
  }

  private Optional<String> quoted() {
    var read = new StringBuilder();
    while (!atEnd()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return Optional.of(read.toString());
      }
      if (c == '\\' && !atEnd()) {
        c = text.charAt(at++);
      }
      read.append(c);
    }
    return Optional.empty();
  }

  /** Where the scanner is, for {@link #back}. */
  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  private String run(IntPredicate of) {
    int from = at;
    while (!atEnd() && of.test(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
