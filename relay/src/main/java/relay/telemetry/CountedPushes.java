package relay.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import relay.push.Pushes;
import relay.rollout.Rollout;

/** Counts what was decided on pushes, each of them once: what any app does with it is what became of it. */
public final class CountedPushes implements Pushes {
  private final Pushes pushes;
  private final MeterRegistry meters;

  public CountedPushes(Pushes pushes, MeterRegistry meters) {
    this.pushes = pushes;
    this.meters = meters;
  }

  @Override
  public List<Pending> undecided(String registry, int limit) {
    return pushes.undecided(registry, limit);
  }

  @Override
  public List<Rollout> decide(Pending push, List<Decision> decisions) {
    List<Rollout> opened = pushes.decide(push, decisions);
    boolean merged = decisions.stream().anyMatch(Decision.Merge.class::isInstance);
    boolean brought = decisions.stream().anyMatch(Decision.BringForward.class::isInstance);
    Counter.builder("relay_pushes_total").description("Pushes that were decided on, by what became of them")
        .tags("registry", push.push().registry(), "outcome",
            !opened.isEmpty() ? "rollout" : merged ? "merged" : brought ? "brought-forward" : "ignored")
        .register(meters).increment();
    return opened;
  }
}
