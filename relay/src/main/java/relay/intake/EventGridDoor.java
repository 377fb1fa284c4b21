package relay.intake;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.Routes;
import relay.intake.DoorMetrics.Outcome;
import relay.intake.Doorway.Form;

/**
 * The door for Event Grid, {@code /hooks/eventgrid/{registry}}: {@code POST} for events of both schemas, {@code OPTIONS} for
 * the handshake of CloudEvents. No address that a request names is ever fetched.
 */
public final class EventGridDoor implements Routes {
  private static final Logger log = LoggerFactory.getLogger(EventGridDoor.class);
  private static final int MOST = 2 << 20;
  private static final Form FORM = new Form(GridDelivery.DOOR, List.of("application/json",
      "application/cloudevents+json", "application/cloudevents-batch+json"), MOST, Duration.ofSeconds(20));
  private static final String ORIGIN = "WebHook-Request-Origin";
  private static final String RATE = "WebHook-Request-Rate";

  private final Doorway doorway;
  private final Map<String, EventGridSettings> registries;
  private final int perMinute;

  public EventGridDoor(List<EventGridSettings> registries, EventGridReader reader, Backroom backroom) {
    this.registries = registries.stream()
        .collect(Collectors.toUnmodifiableMap(one -> one.origin().registry(), Function.identity()));
    this.perMinute = backroom.perDoor() * 60;
    this.doorway = new Doorway(FORM, registries.stream()
        .map(one -> Doorway.entrance(FORM, one.origin(), one.senders(), headers -> secretToo(one, headers),
            new GridDelivery(one, reader)::read, backroom))
        .toList(), backroom);
  }

  /** A request that says to be a validation is refused when it is something else, so this opens nothing. */
  private static boolean secretToo(EventGridSettings settings, MultiMap headers) {
    return settings.secretOnValidation()
        || !GridDelivery.VALIDATION.equalsIgnoreCase(headers.get(GridDelivery.EVENT_TYPE));
  }

  @Override
  public void addTo(Router router) {
    router.post("/hooks/eventgrid/:registry").handler(doorway::take);
    router.options("/hooks/eventgrid/:registry").handler(this::consent);
  }

  /** Consents to be sent CloudEvents, which is not to believe them. Refuses by an answer without the consent's headers. */
  private void consent(RoutingContext ctx) {
    String registry = doorway.enter(ctx).registry();
    HttpServerRequest request = ctx.request();
    Optional<String> origin = Optional.ofNullable(request.getHeader(ORIGIN)).flatMap(named -> allowed(registry, named));
    Optional<String> rate = Optional.ofNullable(request.getHeader(RATE));
    if (origin.isEmpty() || rate.filter(asked -> !asked.matches("[1-9]\\d{0,8}")).isPresent()) {
      doorway.count(registry, Outcome.HANDSHAKE_REFUSED);
      throw new ProblemException(new Problem.Forbidden("the origin is not listed, or the rate is no number"));
    }
    doorway.count(registry, Outcome.HANDSHAKE);
    log.info("consents to CloudEvents for {} from {}", registry, origin.get());
    int most = rate.map(Integer::parseInt).map(asked -> Math.min(asked, perMinute)).orElse(perMinute);
    var _ = ctx.response().setStatusCode(200)
        .putHeader("WebHook-Allowed-Origin", origin.get()).putHeader("WebHook-Allowed-Rate", Integer.toString(most))
        .putHeader("Allow", "OPTIONS, POST").end();
  }

  /** The listed name of it. */
  private Optional<String> allowed(String registry, String named) {
    return Optional.ofNullable(registries.get(registry)).stream().flatMap(one -> one.origins().stream())
        .filter(origin -> origin.toLowerCase(Locale.ROOT).equals(named.trim().toLowerCase(Locale.ROOT))).findFirst();
  }
}
