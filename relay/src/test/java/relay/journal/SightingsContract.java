package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppName;
import relay.reconcile.Sighting;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;

/** What every engine's port {@link relay.reconcile.Sightings} does. */
interface SightingsContract {
  AppName ONE = new AppName("one");

  Ports ports();

  private static Sighting sighting(String tag, String digest) {
    return new Sighting("shop.azurecr.io/reviews tag live",
        Optional.of(new Sighting.Newest(tag, Samples.digest(digest))), Samples.TIME);
  }

  @Test
  default void remembers_the_newest_sighting_of_each_app() {
    assertThat(ports().sightings().last(ONE)).isEmpty();
    assertThat(ports().sightings().saw(ONE, sighting("live", "a"), Optional.empty())).isEmpty();
    assertThat(ports().sightings().saw(new AppName("two"), sighting("x", "c"), Optional.empty())).isEmpty();
    assertThat(ports().sightings().saw(ONE, sighting("live", "b"), Optional.empty())).isEmpty();
    assertThat(ports().sightings().last(ONE)).contains(sighting("live", "b"));
  }

  @Test
  default void opens_the_rollout_that_follows_from_a_sighting() {
    var request = RolloutRequest.of(ONE, new DesiredImage.ByTag(Samples.IMAGE, Optional.of(Samples.digest("a"))),
        new Cause.Reconciled(Cause.Finding.UNREPORTED));
    Rollout opened = ports().sightings().saw(ONE, sighting("live", "a"), Optional.of(request)).orElseThrow();
    assertThat(ports().journal().unfinished(ONE)).containsExactly(opened);
    assertThat(opened.request()).isEqualTo(request);
  }

  @Test
  default void a_log_counts_from_when_it_was_looked_at_first() {
    var later = Samples.TIME.plus(Duration.ofDays(1));
    assertThat(ports().sightings().countsSince("/hooks/a", Samples.TIME)).isEqualTo(Samples.TIME);
    assertThat(ports().sightings().countsSince("/hooks/a", later)).isEqualTo(Samples.TIME);
    assertThat(ports().sightings().countsSince("/hooks/b", later)).isEqualTo(later);
  }

  @Test
  default void tells_events_that_no_delivery_of_the_registry_has() {
    var _ = Patience.result(ports().inbox().record(Samples.delivery("e1")));
    String registry = Samples.delivery("e1").registry();
    assertThat(Patience.result(ports().inbox().unknown(registry, List.of("e2", "e1", "e0")))).containsExactly("e2",
        "e0");
    assertThat(Patience.result(ports().inbox().unknown("another", List.of("e1")))).containsExactly("e1");
    assertThat(Patience.result(ports().inbox().unknown(registry, List.of()))).isEmpty();
  }
}
