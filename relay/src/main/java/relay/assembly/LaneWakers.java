package relay.assembly;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import relay.app.AppName;
import relay.coordination.WakeUps;
import relay.time.WakeableWaiter;

/** The waiters of the two lanes of each app, in this process. */
final class LaneWakers implements WakeUps {
  private static final int LANES = 2;
  private final Map<AppName, List<WakeableWaiter>> waiters;

  LaneWakers(List<AppName> apps, InstantSource clock) {
    this.waiters = apps.stream().collect(Collectors.toUnmodifiableMap(app -> app,
        _ -> IntStream.range(0, LANES).mapToObj(_ -> new WakeableWaiter(clock)).toList()));
  }

  WakeableWaiter candidates(AppName app) {
    return Objects.requireNonNull(waiters.get(app)).getFirst();
  }

  WakeableWaiter site(AppName app) {
    return Objects.requireNonNull(waiters.get(app)).getLast();
  }

  @Override
  public void wake(AppName app) {
    waiters.getOrDefault(app, List.of()).forEach(WakeableWaiter::wake);
  }
}
