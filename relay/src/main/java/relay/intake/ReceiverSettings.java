package relay.intake;

import relay.intake.sender.SenderRules;

/** One registry's endpoint of a receiver. */
public record ReceiverSettings(SourceRegistry source, SenderRules senders) {}
