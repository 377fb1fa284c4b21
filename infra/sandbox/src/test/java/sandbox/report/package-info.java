@NullMarked
package sandbox.report;

import org.jspecify.annotations.NullMarked;
