package sandbox.report;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import sandbox.arm.SiteStatus;

/** Writes down what happens to one site: in its container log, and as the status of each instance. Safe for threads. */
public final class SiteReport {
  private final InstantSource clock;
  private final Supplier<Style> style;
  private final ContainerLog log;
  private final StatusBoard board;
  private final OldWording old;
  private final NewWording young;

  /** @param style asked for at every line: it may change while the site runs */
  public SiteReport(String site, Supplier<Style> style, InstantSource clock) {
    this.clock = clock;
    this.style = style;
    this.log = new ContainerLog(clock);
    this.board = new StatusBoard(site);
    this.old = new OldWording(site);
    this.young = new NewWording(site);
  }

  public synchronized void happened(Event event) {
    Style now = style.get();
    List<Integer> touched = board.take(event, clock.instant());
    switch (now.wording()) {
      case OLD -> old.lines(event, now).forEach(line -> log.old(line.level(), line.text()));
      case NEW -> young.lines(event, false).forEach(log::young);
      case NEW_WITH_STATES -> {
        if (event instanceof Event.Stopping) { // about what served until now: the new containers may be up already
          log.young("State: Stopping, Action: StoppingSite, LastError: , LastErrorTimestamp: 01/01/0001 00:00:00, "
              + "LastErrorDetails: , Details: Site started, DetailsLevel: INFO");
        }
        young.lines(event, true).forEach(log::young);
        touched.stream().limit(1).map(index -> state(board.status(index, "", false))).forEach(log::young);
      }
    }
  }

  /** A line that a container wrote. */
  public void output(String line) {
    log.output(line, style.get());
  }

  /** The container log; empty when nothing happened yet. */
  public Optional<String> log() {
    return log.text();
  }

  /** Instances from {@code wanted} on are no more. */
  public synchronized void scaled(int wanted) {
    board.scaled(wanted);
  }

  /** The status of the instances with these ids, by index. */
  public synchronized List<SiteStatus> statuses(List<String> instances, boolean updating) {
    return IntStream.range(0, instances.size()).mapToObj(index -> board.status(index, instances.get(index), updating))
        .toList();
  }

  private static String state(SiteStatus status) {
    Optional<SiteStatus.LastError> error = status.lastError();
    return "State: " + status.state().wire() + ", Action: " + status.action() + ", LastError: "
        + error.map(SiteStatus.LastError::code).orElse("") + ", LastErrorTimestamp: "
        + error.map(found -> Sentences.time(found.at())).orElse("01/01/0001 00:00:00") + ", LastErrorDetails: "
        + error.map(SiteStatus.LastError::details).orElse("") + ", Details: " + status.details() + ", DetailsLevel: "
        + status.level();
  }
}
