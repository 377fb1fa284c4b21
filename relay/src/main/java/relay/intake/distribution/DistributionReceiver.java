package relay.intake.distribution;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import relay.http.Routes;
import relay.intake.ReceiverServices;
import relay.intake.ReceiverSettings;
import relay.intake.WebhookReceiver;
import relay.intake.WebhookReceiver.Form;

/**
 * The receiver of the notifications of self-hosted registries, {@code POST /hooks/distribution/{registry}}. Such a
 * registry repeats a notification until it is taken, and keeps those behind it waiting.
 */
public final class DistributionReceiver implements Routes {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final Form FORM = new Form(DistributionEventReader.RECEIVER,
      List.of("application/vnd.docker.distribution.events.v1+json",
          "application/vnd.docker.distribution.events.v2+json"),
      MAX_BODY_BYTES, Duration.ofSeconds(10));

  private final WebhookReceiver receiver;

  public DistributionReceiver(List<ReceiverSettings> registries, ReceiverServices services) {
    this.receiver = new WebhookReceiver(FORM, registries.stream()
        .map(one -> WebhookReceiver.endpoint(FORM, one,
            (body, _, received) -> DistributionEventReader.read(body, one.source(), received), services))
        .toList(), services);
  }

  @Override
  public void addTo(Router router) {
    router.post("/hooks/distribution/:registry").handler(receiver::receive);
  }
}
