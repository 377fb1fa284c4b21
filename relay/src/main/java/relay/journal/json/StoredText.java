package relay.journal.json;

/** Texts of others (a person's reason, an answer's words, a line of a log) as the journal keeps them: never too long. */
public final class StoredText {
  /** In UTF-16 units. No text that anything is decided by is nearly as long. */
  static final int LONGEST = 4000;

  private StoredText() {}

  /** The text, or as much of its beginning as is kept, with an ellipsis. */
  public static String of(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
