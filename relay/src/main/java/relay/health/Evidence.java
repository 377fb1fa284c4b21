package relay.health;

/** What makes the relay say Healthy: its grade, and in a plain sentence how it is known. */
public record Evidence(Grade grade, String how) {}
