package relay.health;

import java.util.Optional;

/**
 * What the app will say of itself when the wanted image answers.
 *
 * @param mark the value of the wanted image's label; empty when it has none or it proves nothing
 * @param before the value of the image before it; empty when unknown
 */
public record Expectation(Optional<String> mark, Optional<String> before) {
  public static final Expectation NOTHING = new Expectation(Optional.empty(), Optional.empty());

  /** Whether an answer can prove which image it comes from: there is a mark, and the image before had another. */
  public boolean canProve() {
    return mark.isPresent() && !mark.equals(before);
  }
}
