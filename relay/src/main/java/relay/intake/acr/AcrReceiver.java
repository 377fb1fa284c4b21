package relay.intake.acr;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import relay.http.RequestBody;
import relay.http.Routes;
import relay.intake.ReceiverServices;
import relay.intake.ReceiverSettings;
import relay.intake.WebhookReceiver;
import relay.intake.WebhookReceiver.Form;

/**
 * The receiver of ACR's webhooks, {@code POST /hooks/acr/{registry}}. ACR waits 5 s and tries once, so the answer is
 * written as soon as the delivery is on disk and before anything is done about it.
 */
public final class AcrReceiver implements Routes {
  /** ACR times out after 5 s, so a body that arrives later has no sender left. */
  private static final Form FORM = new Form(AcrEventReader.RECEIVER, List.of("application/json"),
      RequestBody.SMALL_BYTES, Duration.ofSeconds(5));

  private final WebhookReceiver receiver;

  public AcrReceiver(List<ReceiverSettings> registries, ReceiverServices services) {
    this.receiver = new WebhookReceiver(FORM, registries.stream()
        .map(one -> WebhookReceiver.endpoint(FORM, one,
            (body, _, received) -> AcrEventReader.read(body, one.source(), received), services))
        .toList(), services);
  }

  @Override
  public void addTo(Router router) {
    router.post("/hooks/acr/:registry").handler(receiver::receive);
  }
}
