package relay.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import relay.image.RegistryException;
import relay.registry.Authorizer.Need;
import relay.secret.Secret;

/**
 * One token for each need until shortly before it expires; only one thread at a time fetches one of a kind. It grows with the
 * repositories asked for, which are those of the configuration.
 */
final class TokenCache {
  /** Gets a token from the registry. */
  interface Source {
    Secret fetch() throws RegistryException, InterruptedException;
  }

  private static final class Slot {
    final ReentrantLock fetching = new ReentrantLock();
    volatile Optional<Held> held = Optional.empty();
  }

  private record Held(Secret token, Instant until) {}

  private final InstantSource clock;
  private final Map<Need, Slot> slots = new ConcurrentHashMap<>();

  TokenCache(InstantSource clock) {
    this.clock = clock;
  }

  /** The held token if it is still good; empty otherwise. */
  Optional<Secret> held(Need need) {
    return slot(need).held.filter(one -> clock.instant().isBefore(one.until())).map(Held::token);
  }

  /**
   * The held token if it is good and not {@code refused}, else a new one.
   *
   * @param refused a token that was answered 401; empty when none was
   */
  Secret get(Need need, Optional<Secret> refused, Source source) throws RegistryException, InterruptedException {
    Slot slot = slot(need);
    slot.fetching.lockInterruptibly();
    try {
      Optional<Secret> held = held(need).filter(token -> !refused.equals(Optional.of(token)));
      if (held.isPresent()) {
        return held.get();
      }
      slot.held = Optional.empty();
      Secret token = source.fetch();
      slot.held = Optional.of(new Held(token, TokenLife.end(token.reveal(), clock.instant())));
      return token;
    } finally {
      slot.fetching.unlock();
    }
  }

  private Slot slot(Need need) {
    return slots.computeIfAbsent(need, _ -> new Slot());
  }
}
