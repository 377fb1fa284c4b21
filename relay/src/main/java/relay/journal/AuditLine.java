package relay.journal;

import java.time.Instant;

/** One act beside the rollouts' own moves: who did what to which app, and why. */
public record AuditLine(Instant at, String who, String app, String why, String what) {}
