package relay.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names whose values are credentials, however they are written: {@code apiKey}, {@code x-api-key}, {@code API_KEY}. Errs on the
 * side of hiding.
 */
public final class CredentialNames {
  private static final int LONGEST_NAME = 256;
  /** Anywhere in a name. */
  private static final List<String> PARTS = List.of("password", "passwd", "passphrase", "pwd", "secret", "token",
      "apikey", "accesskey", "accountkey", "sharedkey", "privatekey", "masterkey", "authorization", "credential",
      "connectionstring", "signature", "cookie", "bearer", "validationcode", "validationurl");
  private static final Set<String> WHOLE = Set.of("sig", "code", "key", "sas", "pass", "auth", "database64");

  private CredentialNames() {}

  /** Whether what stands under {@code name} is to be hidden. A name too long to be one is. */
  public static boolean holds(String name) {
    if (name.length() > LONGEST_NAME) {
      return true;
    }
    String letters = letters(name);
    return WHOLE.contains(letters) || PARTS.stream().anyMatch(letters::contains);
  }

  private static String letters(String name) {
    var letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        letters.append(c);
      }
    }
    return letters.toString().toLowerCase(Locale.ROOT);
  }
}
