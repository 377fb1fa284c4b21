/**
 * What App Service says of the starts and stops of one site: the container log, in the wording of either generation, and
 * the status of each instance. Both are made from the same {@link sandbox.report.Event events}.
 */
@NullMarked
package sandbox.report;

import org.jspecify.annotations.NullMarked;
