/** The relay as its command line sees it: calls, what may be typed, how answers are shown, how a command ends. */
@NullMarked
package relay.cli.client;

import org.jspecify.annotations.NullMarked;
