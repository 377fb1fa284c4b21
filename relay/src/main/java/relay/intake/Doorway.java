package relay.intake;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.RateLimit;
import relay.http.RequestBody;
import relay.intake.DoorMetrics.Outcome;
import relay.intake.Received.Answer;
import relay.intake.Told.Kind;

/**
 * The way through any door: how often a client comes, who it is, what it brings, and the record; only then the answer.
 * Nothing here waits: the answer is written in the commit's callback.
 */
final class Doorway {
  private static final Logger log = LoggerFactory.getLogger(Doorway.class);
  private static final Duration FULL_FOR = Duration.ofSeconds(2);
  private static final Duration UNWRITABLE_FOR = Duration.ofSeconds(30);

  /**
   * What is particular to one kind of door.
   *
   * @param types of content that it takes
   * @param most bytes of a body
   * @param within how long a body may take
   */
  record Form(String door, List<String> types, int most, Duration within) {}

  /** Makes a delivery of a body; throws a {@link ProblemException} for what cannot be read. */
  @FunctionalInterface
  interface Reader {
    Received read(byte[] body, MultiMap headers, Instant received);
  }

  /**
   * One registry's way in.
   *
   * @param secretToo whether a request must bring a secret where one is configured
   */
  record Entrance(String registry, SenderGate gate, RateLimit rate, Predicate<MultiMap> secretToo, Reader reader,
      Seldom seldom) {}

  private final Form form;
  private final Map<String, Entrance> entrances;
  private final Backroom backroom;

  Doorway(Form form, List<Entrance> entrances, Backroom backroom) {
    this.form = form;
    this.entrances = entrances.stream()
        .collect(Collectors.toUnmodifiableMap(Entrance::registry, Function.identity()));
    this.backroom = backroom;
  }

  static Entrance entrance(Form form, Origin origin, SenderRules senders, Predicate<MultiMap> secretToo, Reader reader,
      Backroom backroom) {
    var gate = new SenderGate(form.door() + " of " + origin.registry(), senders, backroom.keys(), backroom.clock());
    return new Entrance(origin.registry(), gate, new RateLimit(backroom.perDoor(), System::nanoTime), secretToo, reader,
        new Seldom(backroom.clock()));
  }

  /** The registry that a request is for. Counts and throws when there is none, or the client comes too often. */
  Entrance enter(RoutingContext ctx) {
    Entrance entrance = entrances.get(ctx.pathParam("registry"));
    try {
      backroom.clients().admit(ctx.request());
    } catch (ProblemException tooMany) {
      count(entrance == null ? DoorMetrics.UNKNOWN : entrance.registry(), Outcome.TOO_MANY);
      throw tooMany;
    }
    if (entrance == null) {
      count(DoorMetrics.UNKNOWN, Outcome.UNKNOWN_REGISTRY);
      throw new ProblemException(new Problem.NotFound("no such registry is configured"));
    }
    return entrance;
  }

  void take(RoutingContext ctx) {
    Entrance entrance = enter(ctx);
    MultiMap headers = ctx.request().headers();
    ctx.request().pause(); // until it is known who sends it
    var _ = entrance.gate().check(ctx, entrance.secretToo().test(headers))
        .compose(_ -> {
          entrance.rate().require();
          RequestBody.requireType(ctx.request(), form.types());
          return RequestBody.read(ctx, form.most(), form.within());
        })
        .map(body -> entrance.reader().read(body.getBytes(), headers, backroom.clock().instant()))
        .compose(received -> record(ctx, entrance, received))
        .onFailure(fault -> refuse(ctx, entrance, fault));
  }

  private Future<?> record(RoutingContext ctx, Entrance entrance, Received received) {
    boolean kept = switch (received.keep()) {
      case ALWAYS -> true;
      case SELDOM -> entrance.seldom().now();
      case NEVER -> false;
    };
    if (!kept) {
      answer(ctx, received, OptionalLong.empty());
      return Future.succeededFuture();
    }
    return backroom.inbox().record(received.delivery()).onSuccess(id -> {
      answer(ctx, received, OptionalLong.of(id));
      backroom.recorded().recorded(id, received.delivery());
    });
  }

  private void answer(RoutingContext ctx, Received received, OptionalLong id) {
    Delivery delivery = received.delivery();
    count(delivery.registry(), Outcome.of(received));
    received.kinds().forEach(kind -> backroom.metrics().event(form.door(), delivery.registry(), kind));
    if (received.kinds().contains(Kind.UNSUBSCRIBED)) {
      log.warn("the event subscription of {} was deleted: no more pushes come from it", delivery.registry());
    }
    backroom.metrics().recorded(form.door(), delivery.registry(), delivery.received());
    Answer answer = received.answer();
    var response = ctx.response().setStatusCode(answer.status());
    if (id.isPresent()) {
      response.putHeader(HttpHeaders.LOCATION, "/api/v1/deliveries/" + id.getAsLong());
    }
    Optional<String> json = answer.json();
    var _ = json.isPresent()
        ? response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.get())
        : response.end();
  }

  private void refuse(RoutingContext ctx, Entrance entrance, Throwable fault) {
    count(entrance.registry(), Outcome.of(fault));
    switch (fault) {
      case Inbox.Full _ -> ctx.fail(new ProblemException(new Problem.Busy(FULL_FOR)));
      case Inbox.Unwritable unwritable -> {
        log.error("a delivery of {} was not taken", entrance.registry(), unwritable);
        ctx.fail(new ProblemException(new Problem.Busy(UNWRITABLE_FOR)));
      }
      default -> ctx.fail(fault);
    }
  }

  void count(String registry, Outcome outcome) {
    backroom.metrics().count(form.door(), registry, outcome);
  }
}
