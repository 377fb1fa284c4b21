package relay.rollout;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.health.Expectation;
import relay.image.PinnedImage;

/**
 * What a rollout is about to do to the app, decided in Checking and fixed from then on, so that a restart can resume.
 *
 * @param from what the app was configured to run when it was checked
 * @param back what it returns to; empty when a person accepted that there is nothing
 * @param expected what the app will report when the target answers
 * @param expectedBack what it will report when the rollback target answers
 * @param wasWell whether the app answered well before it was touched
 * @param resolved names of the Key Vault references that were resolved before
 * @param tag that the target was pinned from; empty when a digest was asked for
 * @param backTag that the rollback target was pinned from; empty when unknown
 * @param plan the App Service plan that the app shares; empty when Azure did not name it
 */
public record Change(PinnedImage target, ConfiguredImage from, Optional<RollbackTarget> back, Expectation expected,
    Expectation expectedBack, boolean wasWell, Set<String> resolved, Optional<String> tag, Optional<String> backTag,
    Optional<String> plan) {
  public Change {
    resolved = Set.copyOf(resolved);
  }

  /** What the app may run while this change is under way, if nobody else meddles. */
  public Set<ConfiguredImage> ownWrites() {
    Set<ConfiguredImage> own = new HashSet<>();
    own.add(from);
    own.add(ConfiguredImage.of(target));
    back.ifPresent(target -> own.add(target.configured()));
    return Set.copyOf(own);
  }
}
