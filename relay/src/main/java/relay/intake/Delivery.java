package relay.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import relay.image.PinnedImage;
import relay.push.Deletion;
import relay.push.Push;

/**
 * One request at a receiver, its sender verified and its body read, to be recorded before it is answered.
 *
 * @param receiver {@code acr}, {@code eventgrid} or {@code distribution}, or {@code acr-log}
 * @param registry the configured name
 * @param event the sender's own id of the event; empty when it gave none, or the delivery holds several
 * @param action what the sender says happened ({@code push}, {@code delete} ...)
 * @param body as received, bounded, without credentials
 * @param pushes what is to be acted on; empty when nothing is
 * @param deletions what is reported as deleted; nothing is deployed for it
 * @param quarantined what waits for a scanner at the registry: not deployable until its push arrives
 * @param skipped why nothing of it, or not all of it, is acted on
 */
public record Delivery(String receiver, String registry, Instant received, Optional<String> event, String action,
    String body, List<Push> pushes, List<Deletion> deletions, List<PinnedImage> quarantined,
    List<SkippedEvents> skipped) {
  public Delivery {
    pushes = List.copyOf(pushes);
    deletions = List.copyOf(deletions);
    quarantined = List.copyOf(quarantined);
    skipped = List.copyOf(skipped);
  }
}
