package relay.intake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.RateLimit;
import relay.intake.EntraTokens.Keeping;
import relay.intake.EntraTokens.Verdict;

/**
 * Lets through the senders of one door: each configured kind of proof must hold. Tokens are checked beside the event
 * loop, since their keys may have to be fetched.
 */
final class SenderGate {
  private static final Logger log = LoggerFactory.getLogger(SenderGate.class);
  /** More of them at once wait for keys that do not come. */
  private static final int MOST_WAITING = 256;
  private static final Duration KEYS_LATER = Duration.ofSeconds(30);
  private static final String BEARER = "bearer ";

  private final String door;
  private final Optional<Senders> secrets;
  private final Optional<EntraTokens> tokens;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final RateLimit logged = new RateLimit(1, System::nanoTime);

  SenderGate(String door, SenderRules rules, KeyDocuments documents, InstantSource clock) {
    this.door = door;
    this.secrets = rules.secrets().isEmpty() ? Optional.empty() : Optional.of(new Senders(rules.secrets()));
    this.tokens = rules.entra().map(entra -> new EntraTokens(entra, documents, clock, Keeping.STANDARD));
  }

  /**
   * Fails with {@link Problem.UnknownSender}, or with {@link Problem.Busy} when the sender cannot be told now.
   *
   * @param secretToo whether this request must bring a secret where one is configured
   */
  Future<Void> check(RoutingContext ctx, boolean secretToo) {
    boolean known = secrets.isEmpty() || !secretToo
        || secrets.get().accept(ctx.request().headers(), ctx.queryParams());
    if (!known) {
      return Future.failedFuture(new ProblemException(new Problem.UnknownSender()));
    }
    return tokens.isEmpty() ? Future.succeededFuture() : check(ctx.vertx(), tokens.get(), presented(ctx));
  }

  private static Optional<String> presented(RoutingContext ctx) {
    List<String> values = ctx.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    return values.size() == 1 && values.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(values.getFirst().substring(BEARER.length()).trim())
        : Optional.empty();
  }

  private Future<Void> check(Vertx vertx, EntraTokens checks, Optional<String> token) {
    if (token.isEmpty()) {
      return Future.failedFuture(new ProblemException(new Problem.UnknownSender()));
    }
    if (!waiting.tryAcquire()) {
      return Future.failedFuture(new ProblemException(new Problem.Busy(KEYS_LATER)));
    }
    Promise<Verdict> verdict = Promise.promise();
    var context = vertx.getOrCreateContext();
    Thread.ofVirtual().name("token").start(() -> {
      Future<Verdict> found;
      try {
        found = Future.succeededFuture(checks.check(token.get()));
      } catch (RuntimeException | Error e) {
        found = Future.failedFuture(e);
      } finally {
        waiting.release();
      }
      Future<Verdict> told = found;
      context.runOnContext(_ -> told.onComplete(verdict));
    });
    return verdict.future().compose(this::answer);
  }

  private Future<Void> answer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted() -> Future.succeededFuture();
      case Verdict.Unknown() -> Future.failedFuture(new ProblemException(new Problem.Busy(KEYS_LATER)));
      case Verdict.Refused(var why) -> {
        if (logged.take().isZero()) {
          log.info("a token at {} is refused: {}", door, why);
        }
        yield Future.failedFuture(new ProblemException(new Problem.UnknownSender()));
      }
    };
  }
}
