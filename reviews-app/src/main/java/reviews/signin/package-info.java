/**
 * Signing in at an OpenID provider (Entra ID): where to send the visitor, and who it is that comes back. The only package
 * that imports the OpenID library; it knows neither pages nor cookies.
 */
@NullMarked
package reviews.signin;

import org.jspecify.annotations.NullMarked;
