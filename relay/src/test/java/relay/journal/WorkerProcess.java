package relay.journal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import relay.intake.Inbox;
import relay.journal.engine.JournalSettings;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Checking;
import relay.rollout.record.Journal;

/** A process that fills a journal and says on its standard output what was acknowledged, until it is killed. */
final class WorkerProcess {
  private static final int SIDE_BY_SIDE = 8;

  private WorkerProcess() {}

  public static void main(String[] args) throws InterruptedException {
    String round = args[1];
    var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    var journal = JournalStore.open(new JournalSettings(Path.of(args[0]), Duration.ofDays(1), 1000),
        InstantSource.system());
    var events = new AtomicLong();
    for (int i = 0; i < SIDE_BY_SIDE; i++) {
      deliver(journal.inbox(), round, events, out);
    }
    Thread rollouts = Thread.ofVirtual().start(() -> roll(journal.journal(), out));
    rollouts.join();
  }

  /** Each acknowledged delivery brings the next. */
  private static void deliver(Inbox inbox, String round, AtomicLong events, PrintStream out) {
    String event = round + "-" + events.incrementAndGet();
    var _ = inbox.record(Samples.delivery(event)).onSuccess(id -> {
      out.println("delivery " + id + " " + event);
      deliver(inbox, round, events, out);
    }).onFailure(e -> out.println("failure " + e));
  }

  private static void roll(Journal journal, PrintStream out) {
    while (true) {
      Rollout rollout = journal.open(Samples.request());
      out.println("rollout " + rollout.id() + " queued");
      Rollout checking = journal.save(rollout, new Checking(), List.of(), List.of());
      out.println("rollout " + rollout.id() + " checking");
      var _ = journal.save(checking, Samples.refused(), List.of(), List.of());
      out.println("rollout " + rollout.id() + " refused");
    }
  }
}
