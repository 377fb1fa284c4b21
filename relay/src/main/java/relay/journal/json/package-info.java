/**
 * The journal's JSON columns: codes and values, each stored name chosen here.
 */
@NullMarked
package relay.journal.json;

import org.jspecify.annotations.NullMarked;
