/** The receiver for Event Grid. Imports no Azure class: the port {@link relay.intake.eventgrid.EventGridReader} reads what is inside an event. */
@NullMarked
package relay.intake.eventgrid;

import org.jspecify.annotations.NullMarked;
