/**
 * What the environment tells the site, read once and checked whole; knows which settings are secrets. Imports neither
 * Vert.x nor SQL.
 */
@NullMarked
package reviews.settings;

import org.jspecify.annotations.NullMarked;
