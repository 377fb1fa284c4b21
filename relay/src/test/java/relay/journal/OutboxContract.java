package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.journal.Samples.SHOP;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.notify.Outbox.Waiting;
import relay.rollout.Announcement;
import relay.rollout.Effect;
import relay.rollout.RolloutId;

/** What every engine's port {@link relay.notify.Outbox} does. */
interface OutboxContract {
  Ports ports();

  private static Announcement announcement(String type) {
    return new Announcement(type, SHOP, Optional.of(new RolloutId(3)), Samples.TIME, Map.of("digest", "sha256:x"));
  }

  private void announce(String... types) {
    for (String type : types) {
      ports().journal().apply(SHOP, "relay", "test", List.of(new Effect.Announce(announcement(type))));
    }
  }

  private List<Waiting> due(Instant now) {
    return ports().outbox().due(now, 10);
  }

  @Test
  default void offers_announcements_at_once_and_oldest_first() {
    announce("healthy", "stuck");
    Instant now = ports().clock().instant();
    assertThat(due(now)).extracting(Waiting::announcement)
        .containsExactly(announcement("healthy"), announcement("stuck"));
    assertThat(due(now)).extracting(Waiting::tries).containsExactly(0, 0);
    assertThat(ports().outbox().due(now, 1)).hasSize(1);
    assertThat(ports().outbox().due(now, -1)).isEmpty();
  }

  @Test
  default void offers_no_more_what_was_told_or_given_up() {
    announce("healthy", "stuck", "drift");
    Instant now = ports().clock().instant();
    List<Waiting> all = due(now);
    ports().outbox().told(all.get(0).id());
    ports().outbox().givenUp(all.get(1).id(), "410");
    ports().outbox().later(all.get(0).id(), now, "too late for that");
    assertThat(due(now)).containsExactly(all.get(2));
  }

  @Test
  default void offers_again_from_the_time_given_and_counts_the_tries() {
    announce("healthy");
    Instant now = ports().clock().instant();
    long id = due(now).getFirst().id();
    Instant next = now.plus(Duration.ofMinutes(5));
    ports().outbox().later(id, next, "503");
    assertThat(due(next.minusNanos(1000))).isEmpty();
    assertThat(due(next)).containsExactly(new Waiting(id, announcement("healthy"), 1));
  }
}
