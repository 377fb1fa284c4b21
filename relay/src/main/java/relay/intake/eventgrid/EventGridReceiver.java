package relay.intake.eventgrid;

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
import relay.http.Routes;
import relay.intake.ReceiverMetrics.Outcome;
import relay.intake.ReceiverServices;
import relay.intake.ReceiverSettings;
import relay.intake.WebhookReceiver;
import relay.intake.WebhookReceiver.Endpoint;
import relay.intake.WebhookReceiver.Form;
import relay.intake.WebhookReceiver.Terms;

/**
 * The receiver of Event Grid, {@code /hooks/eventgrid/{registry}}: {@code POST} for events of both schemas,
 * {@code OPTIONS} for the handshake of CloudEvents. No address that a request names is ever fetched.
 */
public final class EventGridReceiver implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(EventGridReceiver.class);
  private static final int MAX_BODY_BYTES = 2 << 20;
  private static final Form FORM = new Form(GridDeliveryReader.RECEIVER, List.of("application/json",
      "application/cloudevents+json", "application/cloudevents-batch+json"), MAX_BODY_BYTES, Duration.ofSeconds(20));
  private static final String ORIGIN = "WebHook-Request-Origin";
  private static final String RATE = "WebHook-Request-Rate";

  private final WebhookReceiver receiver;
  private final Map<String, EventGridSettings> registries;
  private final int perMinute;

  public EventGridReceiver(List<EventGridSettings> registries, EventGridReader reader, ReceiverServices services) {
    this.registries = registries.stream()
        .collect(Collectors.toUnmodifiableMap(one -> one.source().registry(), Function.identity()));
    this.perMinute = services.perReceiver() * 60;
    this.receiver = new WebhookReceiver(FORM, registries.stream()
        .map(one -> WebhookReceiver.endpoint(FORM, new ReceiverSettings(one.source(), one.senders()),
            new GridDeliveryReader(one, reader)::read, services).on(headers -> terms(one, headers)))
        .toList(), services);
  }

  /** A request that announces a validation is refused when it is something else, so this lets nothing through. */
  private static Terms terms(EventGridSettings settings, MultiMap headers) {
    boolean validation = GridDeliveryReader.isValidation(headers);
    return new Terms(settings.secretOnValidation() || !validation, validation);
  }

  @Override
  public void addTo(Router router) {
    router.post("/hooks/eventgrid/:registry").handler(receiver::receive);
    router.options("/hooks/eventgrid/:registry").handler(this::consent);
  }

  /** Consents to be sent CloudEvents, which is not to believe them. Refuses by an answer without the consent's headers. */
  private void consent(RoutingContext ctx) {
    Endpoint endpoint = receiver.admit(ctx);
    String registry = endpoint.registry();
    receiver.limitHandshakes(endpoint);
    HttpServerRequest request = ctx.request();
    Optional<String> origin = Optional.ofNullable(request.getHeader(ORIGIN)).flatMap(named -> listed(registry, named));
    Optional<String> rate = Optional.ofNullable(request.getHeader(RATE));
    boolean validRate = rate.filter(asked -> !asked.matches("[1-9]\\d{0,8}")).isEmpty();
    if (origin.isEmpty() || !validRate) {
      receiver.count(registry, Outcome.HANDSHAKE_REFUSED);
      throw (validRate ? HandshakeRefusal.ORIGIN_NOT_LISTED : HandshakeRefusal.INVALID_RATE).exception();
    }
    receiver.count(registry, Outcome.HANDSHAKE);
    LOG.info("{} may send CloudEvents for {}", origin.get(), registry);
    int allowed = rate.map(Integer::parseInt).map(asked -> Math.min(asked, perMinute)).orElse(perMinute);
    var _ = ctx.response().setStatusCode(200)
        .putHeader("WebHook-Allowed-Origin", origin.get()).putHeader("WebHook-Allowed-Rate", Integer.toString(allowed))
        .putHeader("Allow", "OPTIONS, POST").end();
  }

  /** The listed spelling of it. */
  private Optional<String> listed(String registry, String named) {
    return Optional.ofNullable(registries.get(registry)).stream().flatMap(one -> one.origins().stream())
        .filter(origin -> origin.toLowerCase(Locale.ROOT).equals(named.trim().toLowerCase(Locale.ROOT))).findFirst();
  }
}
