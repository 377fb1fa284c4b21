/** How log lines look. The only package that imports Logback; nothing imports it. */
@NullMarked
package reviews.logging;

import org.jspecify.annotations.NullMarked;
