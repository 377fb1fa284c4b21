package relay.rollout;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.health.Expectation;
import relay.image.PinnedImage;

/**
 * What a rollout is about to do to the app, decided in Checking and fixed from then on, so that a restart can resume.
 *
 * @param from what the app ran when it was checked
 * @param expected what the app will report when the target answers
 * @param expectedBack what it will report when the way back answers
 * @param instances how many there were; at least 1
 * @param wasWell whether the app answered well before it was touched
 * @param resolved names of the Key Vault references that were resolved before
 * @param tag that the target was pinned from; empty when a digest was asked for
 * @param fromTag that {@code from} was pinned from; empty when unknown
 */
public record Change(PinnedImage target, ConfiguredImage from, RollbackTarget back, Expectation expected,
    Expectation expectedBack,
    int instances, boolean wasWell, Set<String> resolved, Optional<String> tag,
    Optional<String> fromTag) {
  public Change {
    resolved = Set.copyOf(resolved);
  }

  /** What the app may run while this change is under way, if nobody else meddles. */
  public Set<ConfiguredImage> ownWrites() {
    return Stream.of(from, ConfiguredImage.of(target)).collect(Collectors.toUnmodifiableSet());
  }
}
