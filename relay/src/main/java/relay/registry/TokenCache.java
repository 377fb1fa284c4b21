package relay.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import relay.image.RegistryException;
import relay.registry.Authorizer.TokenScope;
import relay.secret.Secret;

/**
 * One token for each scope until shortly before it expires; only one thread at a time fetches one for the same scope. It
 * grows with the repositories asked for, which are those of the configuration.
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
  private final Map<TokenScope, Slot> slots = new ConcurrentHashMap<>();

  TokenCache(InstantSource clock) {
    this.clock = clock;
  }

  /** The held token if it is still good; empty otherwise. */
  Optional<Secret> held(TokenScope scope) {
    return slot(scope).held.filter(one -> clock.instant().isBefore(one.until())).map(Held::token);
  }

  /**
   * The held token if it is good and not {@code refused}, else a new one.
   *
   * @param refused a token that was answered 401; empty when none was
   */
  Secret get(TokenScope scope, Optional<Secret> refused, Source source) throws RegistryException, InterruptedException {
    Slot slot = slot(scope);
    slot.fetching.lockInterruptibly();
    try {
      Optional<Secret> held = held(scope).filter(token -> !refused.equals(Optional.of(token)));
      if (held.isPresent()) {
        return held.get();
      }
      slot.held = Optional.empty();
      Secret token = source.fetch();
      slot.held = Optional.of(new Held(token, TokenLifetime.end(token.reveal(), clock.instant())));
      return token;
    } finally {
      slot.fetching.unlock();
    }
  }

  /** Drops the token, unless another has taken its place already. */
  void drop(TokenScope scope, Secret token) throws InterruptedException {
    Slot slot = slot(scope);
    slot.fetching.lockInterruptibly();
    try {
      slot.held = slot.held.filter(held -> !held.token().equals(token));
    } finally {
      slot.fetching.unlock();
    }
  }

  private Slot slot(TokenScope scope) {
    return slots.computeIfAbsent(scope, _ -> new Slot());
  }
}
