package relay.intake.json;

/**
 * Why a text is not JSON as a sender should write it.
 *
 * @param detail the path of the member, or the limit; empty where the whole text is meant. Never a value of the sender's
 */
public record JsonFault(Kind kind, String detail) {
  /** What is wrong. */
  public enum Kind {
    NOT_UTF8("not-utf8"),
    /** Also nested too deeply, or with a member that stands there twice. */
    NOT_JSON("not-json"),
    NOT_AN_OBJECT("not-an-object"),
    NOT_A_LIST("not-a-list"),
    NOT_AN_OBJECT_OR_LIST("not-an-object-or-list"),
    NOT_TEXT("not-text"),
    MISSING("missing-member"),
    TOO_MANY("too-many-events");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** Stable: clients, alerts and runbooks depend on it. */
    public String code() {
      return code;
    }
  }

  JsonFault(Kind kind) {
    this(kind, "");
  }

  public String code() {
    return kind.code();
  }

  /** Without a full stop; {@code whole} names the text, {@code the body}. */
  public String sentence(String whole) {
    String subject = detail.isEmpty() ? whole : detail;
    return switch (kind) {
      case NOT_UTF8 -> whole + " is not UTF-8";
      case NOT_JSON -> whole + " is not JSON, is nested deeper than " + EventJson.MAX_DEPTH
          + " levels or names a member twice";
      case NOT_AN_OBJECT -> subject + " must be an object";
      case NOT_A_LIST -> subject + " must be a list";
      case NOT_AN_OBJECT_OR_LIST -> subject + " must be an object or a list of objects";
      case NOT_TEXT -> subject + " must be text";
      case MISSING -> subject + " is missing";
      case TOO_MANY -> whole + " holds more than " + detail + " events";
    };
  }
}
