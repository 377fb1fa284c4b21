package reviews.web.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import reviews.web.problem.Refusal;

/**
 * How much one client may send: a bucket that holds a minute's worth and fills again evenly. Kept in this process, for as
 * many clients as fit; who was not seen for longest is forgotten first.
 */
public final class RateLimit implements Handler<RoutingContext> {
  private static final int MOST_CLIENTS = 20_000;
  private static final Duration FILL = Duration.ofMinutes(1);

  private record Bucket(double left, Instant at) {}

  private final int perMinute;
  private final Edge edge;
  private final Clock clock;
  private final Map<String, Bucket> clients = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MOST_CLIENTS;
    }
  };

  /** @param perMinute 0 means without a limit */
  public RateLimit(int perMinute, Edge edge, Clock clock) {
    this.perMinute = perMinute;
    this.edge = edge;
    this.clock = clock;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Duration wait = perMinute == 0 ? Duration.ZERO : take(edge.client(ctx));
    if (wait.isZero()) {
      ctx.next();
      return;
    }
    ctx.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
    ctx.fail(Refusal.TOO_OFTEN.refused());
  }

  /** Zero when it may pass; else how long until it may. */
  synchronized Duration take(String client) {
    Instant now = clock.instant();
    Bucket before = clients.getOrDefault(client, new Bucket(perMinute, now));
    double share = (double) Duration.between(before.at(), now).toMillis() / FILL.toMillis();
    double left = Math.min(perMinute, before.left() + Math.max(0, share) * perMinute);
    if (left >= 1) {
      clients.put(client, new Bucket(left - 1, now));
      return Duration.ZERO;
    }
    clients.put(client, new Bucket(left, now));
    return Duration.ofMillis((long) Math.ceil((1 - left) / perMinute * FILL.toMillis()));
  }
}
