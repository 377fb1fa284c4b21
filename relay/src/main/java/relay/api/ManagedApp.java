package relay.api;

import relay.app.AppSettings;

/** An app as the API speaks of it; {@code site} is where it is at Azure, for people. */
public record ManagedApp(AppSettings settings, String site) {}
