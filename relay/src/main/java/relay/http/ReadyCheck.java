package relay.http;

import java.util.function.Supplier;

/**
 * One condition for readiness.
 *
 * @param name a short name for people and scripts, {@code journal}
 * @param look called for each readiness request, on the event loop: it must not wait. If it throws, the check is not ready
 */
public record ReadyCheck(String name, Supplier<Readiness> look) {
  /**
   * What a look found.
   *
   * @param detail for people; empty when there is nothing to say. Never a secret
   */
  public record Readiness(boolean ready, String detail) {
    public static final Readiness READY = new Readiness(true, "");

    public static Readiness notYet(String detail) {
      return new Readiness(false, detail);
    }
  }
}
