package relay.api;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import relay.http.Routes;
import relay.intake.MemoryInbox;

/** The API as a whole, over nothing. */
public final class ApiParts {
  private ApiParts() {}

  public static Routes all(Vertx vertx) {
    var clock = Clock.systemUTC();
    return new Api(vertx, List.of(), new MemoryJournal(clock), new MemoryInbox(), new Authentication(List.of()),
        _ -> {}, clock);
  }
}
