package relay.reconcile;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/** Warnings of what lasts over many rounds: each is logged when it begins or changes, and its end once. One thread. */
final class Notices {
  private final Logger log;
  private final Map<String, String> standing = new HashMap<>();

  Notices(Logger log) {
    this.log = log;
  }

  /** True when it is new. */
  boolean once(String subject, String sentence) {
    boolean fresh = !sentence.equals(standing.put(subject, sentence));
    if (fresh) {
      log.warn("{}", sentence);
    }
    return fresh;
  }

  void over(String subject) {
    String sentence = standing.remove(subject);
    if (sentence != null) {
      log.info("over: {}", sentence);
    }
  }
}
