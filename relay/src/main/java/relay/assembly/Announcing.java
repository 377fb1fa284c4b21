package relay.assembly;

import java.util.Optional;
import relay.notify.WebhookSender;

/** The outgoing webhook, where one is configured. */
record Announcing(Optional<WebhookSender> sender) implements Service {
  @Override
  public void start() {
    sender.ifPresent(WebhookSender::start);
  }

  @Override
  public void stop() {
    try {
      if (sender.isPresent()) {
        sender.get().stop();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
