package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static relay.journal.Samples.SHOP;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.app.AppName;
import relay.push.IgnoreReason;
import relay.push.Push;
import relay.push.PushOutcome;
import relay.push.Pushes.Decision;
import relay.push.Pushes.Pending;
import relay.rollout.Cause;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutRequest;

/** What every engine's port {@link relay.push.Pushes} does. */
interface PushesContract {
  Ports ports();

  private Pending pending(String event) {
    long delivery = Patience.result(ports().inbox().record(Samples.delivery(event)));
    Pending last = ports().pushes().undecided("main", 100).getLast();
    assertThat(last.delivery()).isEqualTo(delivery);
    return last;
  }

  private List<PushOutcome> outcomes(Pending push) {
    return Patience.result(ports().inbox().delivery(push.delivery())).orElseThrow().outcomes();
  }

  @Test
  default void offers_undecided_pushes_oldest_first() {
    Push first = new Push("main", Samples.IMAGE, Optional.of(Samples.digest("a")), Instant.MAX);
    Push second = new Push("main", Samples.IMAGE, Optional.empty(), Instant.MIN);
    long delivery = Patience.result(ports().inbox().record(Samples.delivery("e", first, second)));
    assertThat(ports().pushes().undecided("main", 100)).extracting(Pending::push).containsExactly(first, second);
    assertThat(ports().pushes().undecided("main", 100)).extracting(Pending::delivery).containsOnly(delivery);
    assertThat(ports().pushes().undecided("main", 1)).extracting(Pending::push).containsExactly(first);
    assertThat(ports().pushes().undecided("main", -1)).isEmpty();
  }

  @Test
  default void opens_what_was_decided_and_says_what_became_of_each_app() {
    Pending push = pending("e");
    AppName other = new AppName("other");
    AppName third = new AppName("third");
    var ignored = new IgnoreReason.NotFollowed("tag 2", "1.4");
    List<Rollout> opened = ports().pushes().decide(push, List.of(new Decision.Open(Samples.request()),
        new Decision.Merge(other, Optional.of(new RolloutId(5))), new Decision.Merge(other, Optional.empty()),
        new Decision.Ignore(Optional.of(third), ignored),
        new Decision.Ignore(Optional.empty(), ignored)));
    assertThat(opened).isEqualTo(ports().journal().unfinished(SHOP)).hasSize(1);
    assertThat(outcomes(push)).containsExactly(new PushOutcome.Opened(SHOP, opened.getFirst().id()),
        new PushOutcome.Merged(other, Optional.of(new RolloutId(5))), new PushOutcome.Merged(other, Optional.empty()),
        new PushOutcome.Ignored(Optional.of(third), ignored), new PushOutcome.Ignored(Optional.empty(), ignored));
    assertThat(ports().pushes().undecided("main", 100)).isEmpty();
  }

  @Test
  default void decides_on_a_push_once() {
    Pending push = pending("e");
    List<Decision> decisions = List.of(new Decision.Open(Samples.request()));
    assertThat(ports().pushes().decide(push, decisions)).hasSize(1);
    assertThat(ports().pushes().decide(push, decisions)).isEmpty();
    assertThat(ports().journal().unfinished(SHOP)).hasSize(1);
    assertThat(outcomes(push)).hasSize(1);
  }

  @Test
  default void takes_a_push_that_concerns_nobody_as_decided() {
    Pending push = pending("e");
    assertThat(ports().pushes().decide(push, List.of())).isEmpty();
    assertThat(ports().pushes().undecided("main", 100)).isEmpty();
    assertThat(outcomes(push)).isEmpty();
  }

  @Test
  default void refuses_a_push_that_it_does_not_know() {
    var unknown = new Pending(404, 1, new Push("main", Samples.IMAGE, Optional.of(Samples.digest("a")), Samples.TIME));
    assertThatThrownBy(() -> ports().pushes().decide(unknown, List.of(new Decision.Open(Samples.request()))))
        .isInstanceOf(IllegalStateException.class).hasMessage("there is no push 404");
    assertThat(ports().journal().unfinished(SHOP)).isEmpty();
  }

  @Test
  default void offers_each_registry_its_own_pushes() {
    var _ = pending("e");
    assertThat(ports().pushes().undecided("another", 100)).isEmpty();
  }

  @Test
  default void a_push_brings_a_pending_retry_forward() {
    Pending push = pending("e");
    var request = new RolloutRequest(SHOP, Samples.request().desired(), new Cause.Retried(new RolloutId(1), 1), false,
        false, Optional.of(ports().clock().instant().plusSeconds(300)));
    Rollout retry = ports().journal().open(request);
    assertThat(ports().pushes().decide(push, List.of(new Decision.BringForward(SHOP, retry.id())))).isEmpty();
    assertThat(ports().journal().rollout(retry.id()).orElseThrow().request().notBefore()).isEmpty();
    assertThat(outcomes(push)).containsExactly(new PushOutcome.BroughtForward(SHOP, retry.id()));
  }
}
