package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static relay.journal.Samples.SHOP;
import static relay.journal.Samples.announcement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.app.Actor;
import relay.notify.Outbox.Waiting;
import relay.rollout.record.Effect;

/** What every engine's port {@link relay.notify.Outbox} does. */
interface OutboxContract {
  Ports ports();

  private void announce(String... found) {
    for (String image : found) {
      ports().journal().apply(SHOP, new Actor.Relay(), "test", List.of(new Effect.Announce(announcement(image))));
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
  default void offers_no_more_what_was_delivered_or_given_up() {
    announce("healthy", "stuck", "drift");
    Instant now = ports().clock().instant();
    List<Waiting> all = due(now);
    ports().outbox().delivered(all.get(0).id());
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
