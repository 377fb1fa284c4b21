package relay.rollout;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import relay.app.AppName;

/**
 * Something that people outside want to hear.
 *
 * @param type {@code healthy}, {@code rolled-back}, {@code stuck}, {@code refused}, {@code drift} or {@code image-at-risk}
 * @param rollout empty for drift and images at risk
 * @param facts plain facts for the reader, by name in camel case; no secret
 */
public record Announcement(String type, AppName app, Optional<RolloutId> rollout, Instant at,
    Map<String, String> facts) {
  public Announcement {
    facts = Map.copyOf(facts);
  }
}
