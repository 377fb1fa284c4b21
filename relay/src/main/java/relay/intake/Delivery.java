package relay.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.image.PinnedImage;
import relay.push.Deletion;
import relay.push.Push;

/**
 * One request at a door, verified and read, to be recorded before it is answered.
 *
 * @param door {@code acr}, {@code eventgrid} or {@code distribution}
 * @param registry the configured name
 * @param event the sender's own id of the event; empty when it gave none, or the delivery holds several
 * @param action what the sender says happened ({@code push}, {@code delete} ...)
 * @param body as received, bounded, without credentials
 * @param pushes what is to be acted on; empty when nothing is
 * @param deletions what is said to be gone; nothing is deployed for it
 * @param quarantined what waits for a scanner at the registry: known, and not deployable until its push arrives
 * @param ignored why nothing of it, or not all of it, is acted on; one sentence each
 */
public record Delivery(String door, String registry, Instant received, Optional<String> event, String action,
    String body, List<Push> pushes, List<Deletion> deletions, List<PinnedImage> quarantined, List<String> ignored) {
  public Delivery {
    pushes = List.copyOf(pushes);
    deletions = List.copyOf(deletions);
    quarantined = List.copyOf(quarantined);
    ignored = List.copyOf(ignored);
  }
}
