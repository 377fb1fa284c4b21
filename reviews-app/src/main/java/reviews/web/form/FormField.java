package reviews.web.form;

import io.vertx.core.MultiMap;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * One text field of a form.
 *
 * @param label as the page calls it
 * @param most characters (code points) that fit
 * @param lines whether line breaks are kept
 */
public record FormField(String name, String label, int most, boolean lines) {
  private static final Pattern BREAK = Pattern.compile("\\r\\n?|\\u2028|\\u2029");
  private static final Pattern BLANK_LINES = Pattern.compile("\\n\\s*\\n(\\s*\\n)+");
  /** Raw characters for each that fits: line breaks of two, letters with several marks. What is longer is not looked into. */
  private static final int RAW = 4;
  private static final Pattern SPACE = Pattern.compile("\\s+");
  /** Control characters, those that turn the direction of the text around them, tags, and what is no character. */
  private static final Pattern INVISIBLE = Pattern
      .compile("[\\p{Cc}\\p{Cs}\\p{Cn}\\u202A-\\u202E\\u2066-\\u2069\\x{E0000}-\\x{E0FFF}&&[^\\n\\t]]");
  /** Something that is seen: fillers and blanks that count as letters or signs are not. */
  private static final Pattern SEEN = Pattern
      .compile("[\\p{L}\\p{N}\\p{P}\\p{S}&&[^\\u115F\\u1160\\u3164\\uFFA0\\u2800]]");

  /** What was typed, tidied up: one Unicode form, one kind of line break, no space around. */
  String read(MultiMap form) {
    String typed = form.get(name);
    return tidy(typed == null ? "" : typed);
  }

  /** What is far too long stays as it is: Unicode's composition takes time that grows with the square of its marks. */
  public String tidy(String typed) {
    if (typed.length() > RAW * most) {
      return typed;
    }
    String text = BREAK.matcher(Normalizer.normalize(typed, Normalizer.Form.NFC)).replaceAll("\n");
    return (lines ? BLANK_LINES.matcher(text).replaceAll("\n\n") : SPACE.matcher(text).replaceAll(" ")).strip();
  }

  /** A sentence that says what is wrong; empty when nothing is. */
  public String fault(String text) {
    int length = text.codePointCount(0, text.length());
    if (text.isEmpty()) {
      return "Enter " + Character.toLowerCase(label.charAt(0)) + label.substring(1) + ".";
    }
    if (length > most) {
      return label + " has " + length + " characters; at most " + most + " fit.";
    }
    return INVISIBLE.matcher(text).find() || !SEEN.matcher(text).find()
        ? label + " holds characters that cannot be shown."
        : "";
  }
}
