/** How Vert.x reads and writes JSON; nothing imports it. */
@NullMarked
package reviews.json;

import org.jspecify.annotations.NullMarked;
