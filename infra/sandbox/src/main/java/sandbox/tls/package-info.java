/** The certificate under which the stand-ins answer. Imports no other package of the sandbox. */
@NullMarked
package sandbox.tls;

import org.jspecify.annotations.NullMarked;
