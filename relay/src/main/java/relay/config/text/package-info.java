/**
 * Reading of the configuration's text: YAML with variables, forms of values, and faults that name place and remedy.
 */
@NullMarked
package relay.config.text;

import org.jspecify.annotations.NullMarked;
