/**
 * The text forms that registries speak in: challenges, links and forms, read as their RFCs have them.
 */
@NullMarked
package relay.registry.field;

import org.jspecify.annotations.NullMarked;
