/**
 * Azure on a laptop: wires the stand-ins into one that starts and closes as a whole, and the registry's events into Event
 * Grid. What each stand-in can do is told by its package: registry (with its faults, quarantine and webhooks), arm (sites and a
 * registry's webhooks), identity, entra (tokens), eventgrid (deliveries), vault and platform. A library for component tests and
 * for the tour; it must never depend on the relay.
 */
@NullMarked
package sandbox;

import org.jspecify.annotations.NullMarked;
