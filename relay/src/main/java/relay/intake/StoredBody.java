package relay.intake;

import java.util.regex.Pattern;

/** A body as it is stored for the audit: its beginning, with every credential blanked out. */
final class StoredBody {
  /** Enough for every event of ACR and all but the largest batches of Event Grid. */
  static final int MAX_CHARS = 64 * 1024;
  private static final String HIDDEN = "***";
  /** Members whose value is a credential by its name, or Event Grid's proof of a subscription. */
  private static final Pattern CREDENTIAL = Pattern.compile(
      "(?i)(\"(?:validationcode|validationurl|authorization|password|passwd|secret|token|access_?token|refresh_?token"
          + "|api_?key|client_?secret)\"\\s{0,9}:\\s{0,9}\")[^\"]{0,8192}+");
  private static final Pattern USER_INFO = Pattern.compile("(?i)(https?://)[^/\\s\"@?#]{1,256}@");
  private static final Pattern SIGNED = Pattern.compile("(?i)([?&](?:sig|code|token|access_token)=)[^&\\s\"]{1,4096}+");

  private StoredBody() {}

  static String of(String body) {
    String start = body.length() > MAX_CHARS ? body.substring(0, end(body)) : body;
    String clean = SIGNED.matcher(USER_INFO.matcher(CREDENTIAL.matcher(start).replaceAll("$1" + HIDDEN))
        .replaceAll("$1" + HIDDEN + "@")).replaceAll("$1" + HIDDEN);
    return body.length() > MAX_CHARS ? clean + "... (cut, " + body.length() + " characters in all)" : clean;
  }

  /** Never between the two halves of a surrogate pair. */
  private static int end(String body) {
    return Character.isHighSurrogate(body.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
  }
}
