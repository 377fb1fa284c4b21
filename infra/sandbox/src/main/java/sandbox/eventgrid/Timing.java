package sandbox.eventgrid;

import java.time.Duration;
import java.util.List;

/**
 * Every time that Event Grid keeps.
 *
 * @param handshakeLimit how long an endpoint may take to answer the handshake
 * @param handshakeRetry the wait after a handshake that timed out
 * @param manualLimit how long the address of the manual handshake is good
 * @param answerLimit how long an endpoint may take to answer a delivery
 * @param lateLimit how long an answer after that still counts, if the next try has not begun
 * @param schedule the wait before the second try, the third, and so on; the last one is repeated
 * @param jitter the most that is added to a wait, as a part of it
 * @param leastAfter408 the least wait after that status
 * @param leastAfter503 the least wait after that status
 * @param leastAfterOther the least wait after any other failure
 * @param busyProbation for how long new events wait after a time-out, a 429 or a 503
 * @param socketProbation the same after a connection that could not be had or broke
 * @param refusedProbation the same after a 401, 403 or 404
 * @param gather how long a batch waits for further events
 * @param deadLetterDelay how long after the last try a dead letter is written
 */
public record Timing(Duration handshakeLimit, Duration handshakeRetry, Duration manualLimit, Duration answerLimit,
    Duration lateLimit, List<Duration> schedule, double jitter, Duration leastAfter408, Duration leastAfter503,
    Duration leastAfterOther, Duration busyProbation, Duration socketProbation, Duration refusedProbation,
    Duration gather, Duration deadLetterDelay) {
  public Timing {
    schedule = List.copyOf(schedule);
  }

  /** As documented (delivery-and-retry.md, March 2023); {@code gather} is a guess. */
  public static Timing azure() {
    return new Timing(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofSeconds(30),
        Duration.ofMinutes(3),
        List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5),
            Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(3),
            Duration.ofHours(6), Duration.ofHours(12)),
        0.1, Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10),
        Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  /** A second in a millisecond, but an endpoint on a busy machine has 5 s to answer. */
  public static Timing quick() {
    return azure().fasterBy(1000).withHandshakeLimit(Duration.ofSeconds(5)).withAnswerLimit(Duration.ofSeconds(5))
        .withLateLimit(Duration.ofSeconds(10)).withManualLimit(Duration.ofSeconds(10));
  }

  /** Every time divided by this. */
  public Timing fasterBy(int times) {
    return new Timing(handshakeLimit.dividedBy(times), handshakeRetry.dividedBy(times), manualLimit.dividedBy(times),
        answerLimit.dividedBy(times), lateLimit.dividedBy(times),
        schedule.stream().map(wait -> wait.dividedBy(times)).toList(), jitter, leastAfter408.dividedBy(times),
        leastAfter503.dividedBy(times), leastAfterOther.dividedBy(times), busyProbation.dividedBy(times),
        socketProbation.dividedBy(times), refusedProbation.dividedBy(times), gather.dividedBy(times),
        deadLetterDelay.dividedBy(times));
  }

  public Timing withHandshakeLimit(Duration limit) {
    return new Timing(limit, handshakeRetry, manualLimit, answerLimit, lateLimit, schedule, jitter, leastAfter408,
        leastAfter503, leastAfterOther, busyProbation, socketProbation, refusedProbation, gather, deadLetterDelay);
  }

  public Timing withManualLimit(Duration limit) {
    return new Timing(handshakeLimit, handshakeRetry, limit, answerLimit, lateLimit, schedule, jitter, leastAfter408,
        leastAfter503, leastAfterOther, busyProbation, socketProbation, refusedProbation, gather, deadLetterDelay);
  }

  public Timing withAnswerLimit(Duration limit) {
    return new Timing(handshakeLimit, handshakeRetry, manualLimit, limit, lateLimit, schedule, jitter, leastAfter408,
        leastAfter503, leastAfterOther, busyProbation, socketProbation, refusedProbation, gather, deadLetterDelay);
  }

  public Timing withLateLimit(Duration limit) {
    return new Timing(handshakeLimit, handshakeRetry, manualLimit, answerLimit, limit, schedule, jitter, leastAfter408,
        leastAfter503, leastAfterOther, busyProbation, socketProbation, refusedProbation, gather, deadLetterDelay);
  }

  /** With these waits before the second try, the third, and so on; the last one is repeated. */
  public Timing withSchedule(Duration... waits) {
    return new Timing(handshakeLimit, handshakeRetry, manualLimit, answerLimit, lateLimit, List.of(waits), jitter,
        leastAfter408, leastAfter503, leastAfterOther, busyProbation, socketProbation, refusedProbation, gather,
        deadLetterDelay);
  }

  /** How long to wait after this try has failed; without jitter. */
  Duration wait(int tries, Outcome outcome) {
    Duration planned = schedule.get(Math.min(tries, schedule.size()) - 1);
    Duration least = switch (outcome.status()) {
      case 408 -> leastAfter408;
      case 503 -> leastAfter503;
      default -> leastAfterOther;
    };
    return planned.compareTo(least) < 0 ? least : planned;
  }

  /** For how long new events are held back after this outcome. */
  Duration probation(Outcome outcome) {
    return switch (outcome.name()) {
      case "Busy", "TimedOut" -> busyProbation;
      case "SocketError" -> socketProbation;
      case "NotFound", "Unauthorized", "Forbidden" -> refusedProbation;
      default -> Duration.ZERO;
    };
  }
}
