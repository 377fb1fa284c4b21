package relay.intake;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.RequestBody;
import relay.http.rate.RateLimit;
import relay.intake.ParsedDelivery.Answer;
import relay.intake.ReceiverMetrics.Outcome;
import relay.intake.json.JsonFaultException;
import relay.intake.sender.SenderVerifier;
import relay.time.OncePerMinute;

/**
 * The way of a request through any receiver: the client's rate, the sender check, the body, the record; only then the
 * answer. No handler waits: the answer is written in the commit's callback.
 */
public final class WebhookReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
  private static final Duration FULL_FOR = Duration.ofSeconds(2);
  private static final Duration UNWRITABLE_FOR = Duration.ofSeconds(30);
  private static final int MAX_HANDSHAKE_BYTES = 4 * 1024;
  private static final int HANDSHAKES_PER_SECOND = 10;
  private static final Terms ANY = new Terms(true, false);

  /**
   * What is particular to one kind of receiver.
   *
   * @param types of content that it takes
   * @param maxBodyBytes of a body
   * @param deadline within which a body must arrive
   */
  public record Form(String receiver, List<String> types, int maxBodyBytes, Duration deadline) {}

  /**
   * What counts for one request, judged by its headers.
   *
   * @param secret whether it must carry a secret where one is configured
   * @param handshake whether it announces a handshake: those are small, rare, and have a rate of their own
   */
  public record Terms(boolean secret, boolean handshake) {}

  /** Reads a body; throws {@link JsonFaultException} or {@link ProblemException} for what cannot be read. Pure. */
  @FunctionalInterface
  public interface Reader {
    ParsedDelivery read(byte[] body, MultiMap headers, Instant received);
  }

  /** One registry's endpoint. */
  public record Endpoint(String registry, SenderVerifier senders, RateLimit rate, RateLimit handshakes,
      Function<MultiMap, Terms> terms, Reader reader, OncePerMinute seldom) {
    /** The same with terms of its own. */
    public Endpoint on(Function<MultiMap, Terms> other) {
      return new Endpoint(registry, senders, rate, handshakes, other, reader, seldom);
    }
  }

  private final Form form;
  private final Map<String, Endpoint> endpoints;
  private final ReceiverServices services;

  public WebhookReceiver(Form form, List<Endpoint> endpoints, ReceiverServices services) {
    this.form = form;
    this.endpoints = endpoints.stream()
        .collect(Collectors.toUnmodifiableMap(Endpoint::registry, Function.identity()));
    this.services = services;
  }

  /** An endpoint at which every request must carry what is configured. */
  public static Endpoint endpoint(Form form, ReceiverSettings settings, Reader reader, ReceiverServices services) {
    String registry = settings.source().registry();
    var senders = new SenderVerifier(form.receiver() + "/" + registry, settings.senders(), services.keys(),
        services.clock());
    return new Endpoint(registry, senders, new RateLimit(services.perReceiver(), System::nanoTime),
        new RateLimit(HANDSHAKES_PER_SECOND, System::nanoTime), _ -> ANY, reader, new OncePerMinute(services.clock()));
  }

  /** The endpoint that a request is for. Counts and throws when there is none, or the client comes too often. */
  public Endpoint admit(RoutingContext ctx) {
    Endpoint endpoint = endpoints.get(ctx.pathParam("registry"));
    try {
      services.clients().admit(ctx.request());
    } catch (ProblemException tooMany) {
      count(endpoint == null ? ReceiverMetrics.UNKNOWN : endpoint.registry(), Outcome.TOO_MANY);
      throw tooMany;
    }
    if (endpoint == null) {
      count(ReceiverMetrics.UNKNOWN, Outcome.UNKNOWN_REGISTRY);
      throw new ProblemException(new Problem.NotFound("no such registry is configured"));
    }
    return endpoint;
  }

  /** Counts and throws when handshakes come too often at this endpoint. */
  public void limitHandshakes(Endpoint endpoint) {
    try {
      endpoint.handshakes().require();
    } catch (ProblemException tooMany) {
      count(endpoint.registry(), Outcome.TOO_MANY);
      throw tooMany;
    }
  }

  /** Takes one delivery, from the sender check to the answer. */
  public void receive(RoutingContext ctx) {
    Endpoint endpoint = admit(ctx);
    MultiMap headers = ctx.request().headers();
    Terms terms = endpoint.terms().apply(headers);
    ctx.request().pause(); // nothing of the body is read before the sender is verified
    var _ = endpoint.senders().verify(ctx, terms.secret())
        .compose(_ -> {
          (terms.handshake() ? endpoint.handshakes() : endpoint.rate()).require();
          RequestBody.requireType(ctx.request(), form.types());
          return RequestBody.read(ctx, terms.handshake() ? MAX_HANDSHAKE_BYTES : form.maxBodyBytes(), form.deadline());
        })
        .compose(body -> parse(ctx, endpoint, headers, body))
        .compose(parsed -> record(ctx, endpoint, parsed))
        .onFailure(fault -> refuse(ctx, endpoint, fault));
  }

  /** A large body is read beside the event loop, which must not stall. */
  private Future<ParsedDelivery> parse(RoutingContext ctx, Endpoint endpoint, MultiMap headers, Buffer body) {
    Instant received = services.clock().instant();
    return body.length() <= RequestBody.SMALL_BYTES
        ? Future.succeededFuture(parse(endpoint, headers, body, received))
        : ctx.vertx().executeBlocking(() -> parse(endpoint, headers, body, received), false);
  }

  private static ParsedDelivery parse(Endpoint endpoint, MultiMap headers, Buffer body, Instant received) {
    try {
      return endpoint.reader().read(body.getBytes(), headers, received);
    } catch (JsonFaultException e) {
      throw new ProblemException(new Problem.Malformed(e.fault().code(), e.fault().sentence("the body")));
    }
  }

  private Future<?> record(RoutingContext ctx, Endpoint endpoint, ParsedDelivery parsed) {
    boolean recorded = switch (parsed.keep()) {
      case ALWAYS -> true;
      case SELDOM -> endpoint.seldom().isDue();
      case NEVER -> false;
    };
    if (!recorded) {
      answer(ctx, parsed, OptionalLong.empty());
      return Future.succeededFuture();
    }
    return services.inbox().record(parsed.delivery()).onSuccess(id -> {
      answer(ctx, parsed, OptionalLong.of(id));
      services.listener().recorded(id, parsed.delivery());
    });
  }

  private void answer(RoutingContext ctx, ParsedDelivery parsed, OptionalLong id) {
    Delivery delivery = parsed.delivery();
    count(delivery.registry(), Outcome.of(parsed));
    parsed.events().forEach(event -> services.metrics().event(form.receiver(), delivery.registry(), event));
    if (parsed.holds(SkipReason.Unsubscribed.class)) {
      LOG.warn("the event subscription of {} was deleted: no more pushes will come from it", delivery.registry());
    }
    services.metrics().recorded(form.receiver(), delivery.registry(), delivery.received());
    Answer answer = parsed.answer();
    var response = ctx.response().setStatusCode(answer.status());
    if (id.isPresent()) {
      response.putHeader(HttpHeaders.LOCATION, "/api/v1/deliveries/" + id.getAsLong());
    }
    Optional<String> json = answer.json();
    var _ = json.isPresent()
        ? response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.get())
        : response.end();
  }

  private void refuse(RoutingContext ctx, Endpoint endpoint, Throwable fault) {
    count(endpoint.registry(), Outcome.of(fault));
    switch (fault) {
      case Inbox.FullException _ -> ctx.fail(new ProblemException(new Problem.Busy(FULL_FOR)));
      case Inbox.UnwritableException unwritable -> {
        LOG.error("a delivery for {} was not recorded", endpoint.registry(), unwritable);
        ctx.fail(new ProblemException(new Problem.Busy(UNWRITABLE_FOR)));
      }
      default -> ctx.fail(fault);
    }
  }

  /** Counts one request of this kind of receiver. */
  public void count(String registry, Outcome outcome) {
    services.metrics().count(form.receiver(), registry, outcome);
  }
}
