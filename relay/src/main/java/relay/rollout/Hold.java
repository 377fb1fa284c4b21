package relay.rollout;

import java.time.Instant;

/** A stop sign on an app for automatic causes: who set it (a person, or {@code relay}), why, and when. */
public record Hold(String who, String why, Instant since) {}
