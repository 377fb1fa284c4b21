package relay.intake;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import relay.http.RequestBody;
import relay.http.Routes;
import relay.intake.Doorway.Form;

/**
 * The door for ACR's webhooks, {@code POST /hooks/acr/{registry}}. ACR waits 5 s and tries once, so the answer is
 * written as soon as the delivery is on disk and before anything is done about it.
 */
public final class AcrDoor implements Routes {
  /** ACR gives up after 5 s, so a slower body is nobody's. */
  private static final Form FORM = new Form(AcrEvent.DOOR, List.of("application/json"), RequestBody.SMALL,
      Duration.ofSeconds(5));

  private final Doorway doorway;

  public AcrDoor(List<DoorSettings> registries, Backroom backroom) {
    this.doorway = new Doorway(FORM, registries.stream()
        .map(one -> Doorway.entrance(FORM, one.origin(), one.senders(), _ -> true,
            (body, _, received) -> AcrEvent.read(body, one.origin(), received), backroom))
        .toList(), backroom);
  }

  @Override
  public void addTo(Router router) {
    router.post("/hooks/acr/:registry").handler(doorway::take);
  }
}
