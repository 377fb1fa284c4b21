package sandbox.tour;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import sandbox.SandboxApp;

/** Compares, all the time, what the API calls live with what ARM has configured. */
final class LiveWatch {
  /** Between a write at ARM and the journal's record of it. */
  private static final Duration GRACE = Duration.ofSeconds(5);
  private final Street street;
  private final Set<String> apps;
  private final List<String> untruths = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofVirtual().unstarted(this::watch);
  private volatile boolean ended;
  private final AtomicInteger looks = new AtomicInteger();

  LiveWatch(Street street, Set<String> apps) {
    this.street = street;
    this.apps = Set.copyOf(apps);
    thread.start();
  }

  private void watch() {
    while (!ended) {
      for (String app : apps) {
        look(app);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private void look(String name) {
    SandboxApp app = street.sandbox().app(name).orElseThrow();
    List<String> seen = new ArrayList<>();
    long end = System.nanoTime() + GRACE.toNanos();
    while (!ended) {
      String configured = app.linuxFxVersion();
      String live = live(name);
      if (live.isEmpty() || configured.endsWith("@" + live) || !configured.equals(app.linuxFxVersion())) {
        looks.incrementAndGet();
        return;
      }
      seen.add(live + " for " + configured);
      if (System.nanoTime() > end) {
        untruths.add(name + ": " + seen.getLast());
        return;
      }
    }
  }

  /** Empty while there is no answer, or nothing known yet. */
  private String live(String name) {
    try {
      return Objects.requireNonNullElse(street.api().get("/api/v1/apps/" + name).getString("live"), "");
    } catch (IOException unanswered) {
      return "";
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  int looks() {
    return looks.get();
  }

  /** What the API said for longer than a write takes to be recorded, though ARM had something else. */
  List<String> untruths() {
    return List.copyOf(untruths);
  }

  void stop() throws InterruptedException {
    ended = true;
    thread.join();
  }
}
