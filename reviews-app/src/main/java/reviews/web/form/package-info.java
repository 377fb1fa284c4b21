/** The forms of the site: their fields, what is wrong with what was typed, and the proof that a form is the site's own. */
@NullMarked
package reviews.web.form;

import org.jspecify.annotations.NullMarked;
