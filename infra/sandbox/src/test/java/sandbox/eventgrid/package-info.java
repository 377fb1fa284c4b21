@NullMarked
package sandbox.eventgrid;

import org.jspecify.annotations.NullMarked;
