/**
 * Every setting with its unit, default and check; read once, checked whole, safe to print. Imports neither Vert.x nor Azure nor SQL.
 */
@NullMarked
package relay.config;

import org.jspecify.annotations.NullMarked;
