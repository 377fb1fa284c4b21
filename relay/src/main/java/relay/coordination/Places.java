package relay.coordination;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import relay.app.AppName;

/**
 * Lets only so many apps of one App Service plan be switched at a time: they share its machines, and each start of a
 * container takes of them. Places are given in the order of asking. What is touched already is never kept waiting, so
 * that a restore or a resumed rollout goes first. Safe from any thread; waits for nothing itself.
 */
public final class Places {
  private static final class Plan {
    private final Set<AppName> inside = new LinkedHashSet<>();
    private final Set<AppName> line = new LinkedHashSet<>();
  }

  private final int most;
  private final Consumer<AppName> wake;
  private final Map<String, Plan> plans = new HashMap<>();

  /**
   * Makes a gate with nobody inside.
   *
   * @param most apps of one plan that may be inside at a time; at least 1
   * @param wake tells an app in line that there is a place for it; must not wait
   */
  public Places(int most, Consumer<AppName> wake) {
    if (most < 1) {
      throw new IllegalArgumentException("a gate must let somebody through");
    }
    this.most = most;
    this.wake = wake;
  }

  /** Whether the app is inside from now on; otherwise it stands in line, and asks again later. Safe to repeat. */
  public synchronized boolean enter(String plan, AppName app) {
    Plan asked = plans.computeIfAbsent(plan, _ -> new Plan());
    if (asked.inside.contains(app)) {
      return true;
    }
    asked.line.add(app);
    boolean itsTurn = asked.line.stream().limit(Math.max(0, most - asked.inside.size())).anyMatch(app::equals);
    if (itsTurn) {
      asked.line.remove(app);
      asked.inside.add(app);
    }
    return itsTurn;
  }

  /** For an app that is touched already: it is inside from now on, however many are. Safe to repeat. */
  public synchronized void enterAnyway(String plan, AppName app) {
    Plan asked = plans.computeIfAbsent(plan, _ -> new Plan());
    asked.line.remove(app);
    asked.inside.add(app);
  }

  /** The app gives its place up, or leaves the line. Safe to repeat. */
  public synchronized void leave(String plan, AppName app) {
    Plan left = plans.get(plan);
    if (left == null) {
      return;
    }
    left.line.remove(app);
    if (left.inside.remove(app)) {
      left.line.stream().limit(Math.max(0, most - left.inside.size())).forEach(wake);
    }
    if (left.inside.isEmpty() && left.line.isEmpty()) {
      plans.remove(plan);
    }
  }
}
