package sandbox.arm;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults on demand: each is planted for certain requests, strikes a given number of times, and counts. */
public final class Faults {
  /**
   * Which requests a fault strikes: by default the next one of these operations, on whatever resource.
   *
   * @param site the name of a web app or of a registry; empty means any
   * @param skip so many matching requests pass unharmed first
   * @param times so many are struck then
   */
  public record Match(Set<ArmOperation> operations, String site, int skip, int times) {
    public static Match on(ArmOperation first, ArmOperation... more) {
      return new Match(EnumSet.of(first, more), "", 0, 1);
    }

    public static Match anything() {
      return new Match(EnumSet.allOf(ArmOperation.class), "", 0, 1);
    }

    public Match site(String name) {
      return new Match(operations, name, skip, times);
    }

    public Match after(int passed) {
      return new Match(operations, site, passed, times);
    }

    public Match times(int count) {
      return new Match(operations, site, skip, count);
    }

    public Match always() {
      return times(Integer.MAX_VALUE);
    }
  }

  /** A fault in place; the handle counts what it did. */
  public final class Planted {
    private final Match match;
    private final Fault fault;
    private final AtomicInteger seen = new AtomicInteger();

    private Planted(Match match, Fault fault) {
      this.match = match;
      this.fault = fault;
    }

    /** How many requests it has struck. */
    public int hits() {
      return Math.clamp(seen.get() - (long) match.skip, 0, match.times);
    }

    public void remove() {
      planted.remove(this);
    }

    private boolean strikes(ArmOperation operation, ResourceId resource) {
      if (!match.operations.contains(operation)) {
        return false;
      }
      if (!match.site.isEmpty() && !match.site.equalsIgnoreCase(resource.name())) {
        return false;
      }
      if (seen.get() - (long) match.skip >= match.times) {
        return false;
      }
      return seen.incrementAndGet() > match.skip;
    }
  }

  private final List<Planted> planted = new CopyOnWriteArrayList<>();

  /** Puts a fault in place, behind those planted earlier: a request is struck by one fault at most. */
  public Planted plant(Match match, Fault fault) {
    var added = new Planted(match, fault);
    planted.add(added);
    return added;
  }

  public void clear() {
    planted.clear();
  }

  synchronized Optional<Fault> next(ArmOperation operation, ResourceId resource) {
    return planted.stream().filter(each -> each.strikes(operation, resource)).map(each -> each.fault).findFirst();
  }
}
