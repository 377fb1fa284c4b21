package relay.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.rollout.Push;

/**
 * One request at a door, verified and read, to be recorded before it is answered.
 *
 * @param door {@code acr}, later {@code eventgrid} and {@code distribution}
 * @param registry the configured name
 * @param event the sender's own id of the event; empty when it gave none
 * @param action what the sender says happened ({@code push}, {@code delete} ...)
 * @param body as received, bounded, without credentials
 * @param pushes what is to be acted on; empty when nothing is
 * @param ignored why nothing of it, or not all of it, is acted on; one sentence each
 */
public record Delivery(String door, String registry, Instant received, Optional<String> event, String action,
    String body, List<Push> pushes, List<String> ignored) {
  public Delivery {
    pushes = List.copyOf(pushes);
    ignored = List.copyOf(ignored);
  }
}
