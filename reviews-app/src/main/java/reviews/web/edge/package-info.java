/** Where requests come in: who the client is behind proxies, how often it may write, and the headers of each answer. */
@NullMarked
package reviews.web.edge;

import org.jspecify.annotations.NullMarked;
