/**
 * The pages and endpoints over HTTP: forms, sessions, headers, pictures. It sees the store only through its port, never
 * an adapter, and no {@code java.sql}.
 */
@NullMarked
package reviews.web;

import org.jspecify.annotations.NullMarked;
