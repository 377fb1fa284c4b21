/**
 * Who visits, counted coarsely: families of browsers and operating systems, and countries. Nothing is kept of a single
 * visitor. Imports of Vert.x only the core; knows neither pages nor SQL.
 */
@NullMarked
package reviews.visits;

import org.jspecify.annotations.NullMarked;
