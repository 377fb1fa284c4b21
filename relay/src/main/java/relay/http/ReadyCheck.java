package relay.http;

import java.util.function.Supplier;

/**
 * One condition of readiness.
 *
 * @param name a word for people and scripts, {@code journal}
 * @param look asked at each request for readiness, on the event loop: it must not wait. One that throws is not ready
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
