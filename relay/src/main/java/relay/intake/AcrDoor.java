package relay.intake;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.RequestBody;
import relay.http.Routes;
import relay.intake.DoorMetrics.Outcome;

/**
 * The door for ACR's webhooks, {@code POST /hooks/acr/{registry}}. ACR waits 5 s and tries once, so the answer is
 * written as soon as the delivery is on disk and before anything is done about it.
 */
public final class AcrDoor implements Routes {
  private static final Logger log = LoggerFactory.getLogger(AcrDoor.class);
  private static final String DOOR = "acr";
  /** ACR gives up after 5 s, so a slower body is nobody's. */
  private static final Duration BODY_DEADLINE = Duration.ofSeconds(5);
  private static final Duration FULL_FOR = Duration.ofSeconds(2);
  private static final Duration UNWRITABLE_FOR = Duration.ofSeconds(30);

  private record Registry(AcrDoorSettings settings, Senders senders) {}

  private final Map<String, Registry> registries;
  private final Inbox inbox;
  private final Recorded recorded;
  private final DoorMetrics metrics;
  private final Clock clock;

  public AcrDoor(List<AcrDoorSettings> registries, Inbox inbox, Recorded recorded, DoorMetrics metrics, Clock clock) {
    this.registries = registries.stream().map(one -> new Registry(one, new Senders(one.senders())))
        .collect(Collectors.toUnmodifiableMap(one -> one.settings().registry(), Function.identity()));
    this.inbox = inbox;
    this.recorded = recorded;
    this.metrics = metrics;
    this.clock = clock;
  }
  @Override
  public void addTo(Router router) {
    router.post("/hooks/acr/:registry").handler(this::take);
  }
  private void take(RoutingContext ctx) {
    Registry registry = registries.get(ctx.pathParam("registry"));
    if (registry == null) {
      metrics.count(DOOR, DoorMetrics.UNKNOWN, Outcome.UNKNOWN_REGISTRY);
      throw new ProblemException(new Problem.NotFound("no such registry is configured"));
    }
    AcrDoorSettings settings = registry.settings();
    try {
      if (!registry.senders().accept(ctx.request().headers())) {
        throw new ProblemException(new Problem.UnknownSender());
      }
      RequestBody.requireJson(ctx.request());
    } catch (ProblemException refusal) {
      refuse(ctx, settings, refusal);
      return;
    }
    var _ = RequestBody.read(ctx, RequestBody.SMALL, BODY_DEADLINE)
        .map(body -> AcrEvent.parse(body.getBytes(), settings, clock.instant()))
        .compose(delivery -> inbox.record(delivery).onSuccess(id -> acknowledge(ctx, delivery, id)))
        .onFailure(fault -> refuse(ctx, settings, fault));
  }
  private void acknowledge(RoutingContext ctx, Delivery delivery, long id) {
    boolean ping = delivery.action().equals(AcrEvent.PING);
    var _ = ctx.response().setStatusCode(ping ? 200 : 202)
        .putHeader(HttpHeaders.LOCATION, "/api/v1/deliveries/" + id).end();
    boolean acts = !delivery.pushes().isEmpty();
    metrics.count(DOOR, delivery.registry(), ping ? Outcome.PING : acts ? Outcome.ACCEPTED : Outcome.IGNORED);
    metrics.recorded(DOOR, delivery.registry(), delivery.received());
    recorded.recorded(id, delivery);
  }
  private void refuse(RoutingContext ctx, AcrDoorSettings settings, Throwable fault) {
    metrics.count(DOOR, settings.registry(), outcomeOf(fault));
    switch (fault) {
      case Inbox.Full _ -> ctx.fail(new ProblemException(new Problem.Busy(FULL_FOR)));
      case Inbox.Unwritable unwritable -> {
        log.error("a delivery of {} was not taken", settings.registry(), unwritable);
        ctx.fail(new ProblemException(new Problem.Busy(UNWRITABLE_FOR)));
      }
      default -> ctx.fail(fault);
    }
  }
  private static Outcome outcomeOf(Throwable fault) {
    if (!(fault instanceof ProblemException refusal)) {
      return fault instanceof Inbox.Full || fault instanceof Inbox.Unwritable
          ? Outcome.UNAVAILABLE
          : Outcome.INCOMPLETE;
    }
    return switch (refusal.problem()) {
      case Problem.UnknownSender _ -> Outcome.UNAUTHORIZED;
      case Problem.UnsupportedType _ -> Outcome.UNSUPPORTED_TYPE;
      case Problem.TooLarge _ -> Outcome.TOO_LARGE;
      case Problem.TooSlow _ -> Outcome.INCOMPLETE;
      default -> Outcome.MALFORMED;
    };
  }
}
