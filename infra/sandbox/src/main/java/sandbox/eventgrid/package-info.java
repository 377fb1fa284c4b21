/**
 * Azure Event Grid on loopback: topics, subscriptions in both schemas with their handshakes, and deliveries with the documented
 * headers, retries, probation, dead letters, batches and duplicates. It knows no other stand-in: whoever has events publishes them,
 * and a subscription is given its tokens by whoever makes them.
 *
 * <p>Sources: azure-contracts section 2. Two liberties: an endpoint on loopback may be plain HTTP (Azure wants a certificate that
 * is publicly trusted), and the address of the manual handshake is plain HTTP on loopback. Nothing in here sleeps for Azure's
 * times unless {@link sandbox.eventgrid.Timing} says so.
 */
@NullMarked
package sandbox.eventgrid;

import org.jspecify.annotations.NullMarked;
