package sandbox.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How a registry misbehaves on demand. Counted faults end by themselves; the others last until {@link #clear}. */
public final class Faults {
  /** Which requests a fault meets. Only reads of manifests and blobs are met, so that a push still works. */
  public enum Where {
    /** {@code /oauth2/exchange} and {@code /oauth2/token}. */
    TOKEN,
    /** Manifests, tag lists and referrers. */
    MANIFEST,
    /** Blobs at the registry, before the redirect. */
    BLOB,
    /** Blobs at the storage, after the redirect. */
    STORAGE
  }

  /** What becomes of a request. */
  sealed interface Fault {
    /** An error of this status; {@code Retry-After} in whole seconds when there is one. */
    record Status(int code, Optional<Duration> retryAfter) implements Fault {}

    /** The right answer, but late. */
    record Slow(Duration by) implements Fault {}

    /** No answer: the connection is closed. */
    record Drop() implements Fault {}
  }

  private static final class Rule {
    final Where where;
    final Fault fault;
    int left;

    Rule(Where where, Fault fault, int left) {
      this.where = where;
      this.fault = fault;
      this.left = left;
    }
  }

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Integer> missing = new ConcurrentHashMap<>();
  private final Set<String> corrupt = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> laggingUntil = new ConcurrentHashMap<>();
  private volatile Duration lag = Duration.ZERO;
  private volatile boolean pullsRefused;

  /** The next {@code times} asks for this manifest, by digest or by a tag of it, answer 404: replication takes its time. */
  public void missing(String digest, int times) {
    missing.put(digest, times);
  }

  /**
   * Each manifest that arrives from now on is unknown to readers for so long, by digest and by tag: they ask another region than
   * the one that took the push.
   */
  public void replicationLag(Duration forSoLong) {
    lag = forSoLong;
  }

  /** The next {@code times} requests answer 429 with {@code Retry-After}. */
  public void throttle(Where where, int times, Duration retryAfter) {
    add(where, new Fault.Status(429, Optional.of(retryAfter)), times);
  }

  /** The next {@code times} requests answer this status. */
  public void fail(Where where, int times, int status) {
    add(where, new Fault.Status(status, Optional.empty()), times);
  }

  /** The next {@code times} requests are answered this much later. */
  public void slow(Where where, int times, Duration by) {
    add(where, new Fault.Slow(by), times);
  }

  /** The next {@code times} requests lose their connection without an answer. */
  public void drop(Where where, int times) {
    add(where, new Fault.Drop(), times);
  }

  /** The bytes of this manifest or blob are served with one bit changed, until {@link #clear}. */
  public void corrupt(String digest) {
    corrupt.add(digest);
  }

  /** Every read of a manifest answers 403 {@code DENIED}, whoever asks, until set back. */
  public void refusePulls(boolean refused) {
    pullsRefused = refused;
  }

  /** Back to a registry that works. */
  public void clear() {
    synchronized (rules) {
      rules.clear();
    }
    missing.clear();
    laggingUntil.clear();
    lag = Duration.ZERO;
    corrupt.clear();
    pullsRefused = false;
  }

  private void add(Where where, Fault fault, int times) {
    synchronized (rules) {
      rules.add(new Rule(where, fault, times));
    }
  }

  /** What this request meets, and counts it: any slowness first, then at most one other fault. */
  List<Fault> next(Where where) {
    var met = new ArrayList<Fault>();
    synchronized (rules) {
      for (Iterator<Rule> all = rules.iterator(); all.hasNext()
          && met.stream().allMatch(Fault.Slow.class::isInstance);) {
        Rule rule = all.next();
        if (rule.where == where) {
          met.add(rule.fault);
          if (--rule.left <= 0) {
            all.remove();
          }
        }
      }
    }
    return met;
  }

  /** A manifest that was not there before. */
  void arrived(String digest) {
    if (!lag.isZero()) {
      laggingUntil.put(digest, System.nanoTime() + lag.toNanos());
    }
  }

  /** Whether this digest is still to be hidden, and counts it. */
  boolean hides(String digest) {
    Long until = laggingUntil.get(digest);
    if (until != null && System.nanoTime() - until < 0) {
      return true;
    }
    Integer before = missing.get(digest);
    missing.computeIfPresent(digest, (_, left) -> left <= 1 ? null : left - 1);
    return before != null;
  }

  boolean corrupts(String digest) { return corrupt.contains(digest); }

  boolean pullsRefused() { return pullsRefused; }
}
