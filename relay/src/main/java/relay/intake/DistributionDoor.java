package relay.intake;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import relay.http.Routes;
import relay.intake.Doorway.Form;

/**
 * The door for the notifications of self-hosted registries, {@code POST /hooks/distribution/{registry}}. Such a registry
 * repeats a notification until it is taken, and keeps those behind it waiting.
 */
public final class DistributionDoor implements Routes {
  private static final int MOST = 1 << 20;
  private static final Form FORM = new Form(DistributionEvents.DOOR,
      List.of("application/vnd.docker.distribution.events.v1+json",
          "application/vnd.docker.distribution.events.v2+json"),
      MOST, Duration.ofSeconds(10));

  private final Doorway doorway;

  public DistributionDoor(List<DoorSettings> registries, Backroom backroom) {
    this.doorway = new Doorway(FORM, registries.stream()
        .map(one -> Doorway.entrance(FORM, one.origin(), one.senders(), _ -> true,
            (body, _, received) -> DistributionEvents.read(body, one.origin(), received), backroom))
        .toList(), backroom);
  }

  @Override
  public void addTo(Router router) {
    router.post("/hooks/distribution/:registry").handler(doorway::take);
  }
}
