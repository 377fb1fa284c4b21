/** Pieces of the pages under test. */
@NullMarked
package reviews.web;

import org.jspecify.annotations.NullMarked;
