package relay.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One webhook of a registry, as its management shows it. Every call may wait: never on an event loop. */
public interface RegistryHook {
  /** Its resource id: the same for ever. */
  String id();

  /** Its name alone, for people. */
  String name();

  State look() throws HookException, InterruptedException;

  /**
   * What it sent, or tried to, as far as its log reaches and the relay reads (a thousand events), in no order.
   *
   * @throws HookException as {@link #look}
   */
  List<Sent> log() throws HookException, InterruptedException;

  /**
   * Makes it send a ping to its endpoint. Not safe to repeat without end: each call sends one.
   *
   * @throws HookException as {@link #look}
   */
  void ping() throws HookException, InterruptedException;

  /**
   * How it is set.
   *
   * @param scope {@code repo:*}, {@code repo:tag}, {@code repo} for its tag latest; empty for the whole registry
   * @param actions what it sends, in lower case
   */
  record State(boolean enabled, String scope, Set<String> actions) {}

  /**
   * One event of its log.
   *
   * @param event the id of the event
   * @param at when the event was; empty when the log does not tell
   * @param body the event, as a receiver would have received it
   * @param path where on its endpoint it was sent to; empty when the log does not tell
   */
  record Sent(String event, Optional<Instant> at, String action, String body, Optional<String> path) {}
}
