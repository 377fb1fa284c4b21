package relay.azure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces by {@code ***} what looks like a credential in a line of an app's log. It errs on the side of hiding, but
 * leaves hexadecimal digests and commits: they are what the relay looks for in a log.
 */
final class LogScrub {
  private static final String HIDDEN = "***";
  private static final String NAME = "(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key"
      + "|account[_-]?key|shared[_-]?access[_-]?(?:key|signature)|private[_-]?key|credential|connection[_-]?string)"
      + "[\\w.-]{0,40}+";
  /** {@code password=...}, {@code "apiKey": "..."}, {@code AccountKey=...;}, quoted values whole. */
  private static final Pattern NAMED = Pattern
      .compile("(?i)(" + NAME + "[\"']?\\s{0,4}[:=]\\s{0,4})(?:\"[^\"]*+\"?|'[^']*+'?|[^\\s,;&\"']++)");
  private static final Pattern HEADER = Pattern
      .compile("(?i)((?:proxy-)?authorization[\"']?\\s{0,4}[:=]\\s{0,4}[\"']?)(?:[\\w-]+\\s+)?[^\\s,;\"']+");
  private static final Pattern SCHEME = Pattern.compile("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{6,}+");
  private static final Pattern QUERY = Pattern
      .compile("(?i)((?:^|[?&;\\s\"'])(?:sig|signature|code|key|se?cret)=)[^&\\s\"';]+");
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]{1,512}@");
  private static final Pattern JWT = Pattern.compile("\\beyJ[\\w-]{8,}+\\.[\\w-]*+(?:\\.[\\w-]*+)?");
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{40,}+={0,2}");
  private static final Pattern HEX = Pattern.compile("(?i)[0-9a-f]+");
  private static final int LONGEST_WORD = 24;

  private LogScrub() {}

  /** Also takes out control characters: the line may end in a terminal. */
  static String scrub(String line) {
    String clean = line.replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
    clean = HEADER.matcher(clean).replaceAll("$1" + HIDDEN);
    clean = SCHEME.matcher(clean).replaceAll("$1 " + HIDDEN);
    clean = NAMED.matcher(clean).replaceAll("$1" + HIDDEN);
    clean = QUERY.matcher(clean).replaceAll("$1" + HIDDEN);
    clean = USER_INFO.matcher(clean).replaceAll("$1" + HIDDEN + "@");
    clean = JWT.matcher(clean).replaceAll(HIDDEN);
    return RUN.matcher(clean)
        .replaceAll(run -> looksRandom(run.group()) ? HIDDEN : Matcher.quoteReplacement(run.group()));
  }

  /** Paths and resource ids are long as well, but made of short words. */
  private static boolean looksRandom(String run) {
    for (String part : run.split("/", -1)) {
      if (part.length() >= LONGEST_WORD && !HEX.matcher(part).matches() && isMixed(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMixed(String part) {
    return part.chars().anyMatch(Character::isDigit) && part.chars().anyMatch(Character::isUpperCase)
        && part.chars().anyMatch(Character::isLowerCase);
  }
}
