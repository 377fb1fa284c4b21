package relay.health;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.Optional;

/**
 * When an app counts as well, and how long that may take.
 *
 * @param path asked at every probe, begins with a slash
 * @param status the one status that is well
 * @param body what a well body must contain somewhere, in RE2's syntax; empty when any body will do
 * @param goodInARow answers without a bad one between them
 * @param badInARow bad answers of the new image, none good between them, that end a proof early
 * @param interval from one probe to the next
 * @param startWithin how long after its first answer the new image's bad ones do not count for that
 * @param deadline from the switch until the image must be proven
 * @param restoreDeadline from giving up until the rollback target must answer
 * @param soak how long it is watched after it was proven; zero for not at all
 * @param longestSoak when a soak whose last answer is never good ends all the same
 * @param errorBudget bad answers that a soak allows within {@code errorWindow} answers
 * @param quiet how long after the switch answers begin to count where nothing tells old from new
 */
public record HealthSettings(String path, int status, Optional<Pattern> body, int goodInARow, int badInARow,
    Duration interval, Duration startWithin, Duration deadline, Duration restoreDeadline, Duration soak,
    Duration longestSoak, int errorBudget, int errorWindow, Duration quiet) {

  /** The defaults of the product, for the path given. */
  public static HealthSettings at(String path) {
    return new HealthSettings(path, 200, Optional.empty(), 3, 6, Duration.ofSeconds(5), Duration.ofSeconds(60),
        Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofMinutes(10), 2, 24,
        Duration.ofSeconds(60));
  }

  public boolean isWell(Answer.Reply reply) {
    return reply.status() == status && body.map(p -> p.matcher(reply.body()).find()).orElse(true);
  }
}
