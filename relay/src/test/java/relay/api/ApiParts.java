package relay.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import relay.coordination.LocalDecisionLock;
import relay.http.Routes;
import relay.http.rate.ClientRateLimits;
import relay.http.rate.RateSettings;
import relay.journal.JournalStore;
import relay.journal.engine.MemoryEngine;
import relay.rollout.act.Operations;

/** The API as a whole, over nothing. */
public final class ApiParts {
  private ApiParts() {}

  /** For tests that sit at this machine and act. */
  static Authentication local() {
    return new Authentication(new ApiAccess(List.of(), true), signIns(new SimpleMeterRegistry()));
  }

  static SignIns signIns(MeterRegistry meters) {
    return new SignIns(meters, new ClientRateLimits(RateSettings.DEFAULT.withPerClient(5), System::nanoTime),
        Clock.systemUTC());
  }

  public static Routes all(Vertx vertx) {
    return all(vertx, local());
  }

  static Routes all(Vertx vertx, Authentication authentication) {
    var clock = Clock.systemUTC();
    JournalStore store = JournalStore.over(new MemoryEngine(), clock);
    var operations = new Operations(store.journal(), new LocalDecisionLock(), _ -> {}, clock);
    return new Api(vertx, List.of(), store.journal(), store.inbox(), authentication, operations);
  }
}
