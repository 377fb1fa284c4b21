package relay.intake;

/** One registry's door for webhooks of its own. */
public record DoorSettings(Origin origin, SenderRules senders) {}
