package relay.intake.sender;

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
import relay.http.rate.RateLimit;
import relay.intake.sender.EntraTokens.Keeping;
import relay.intake.sender.EntraTokens.Verdict;

/**
 * Lets through the senders of one endpoint: each configured kind of proof must hold. Tokens are verified beside the event
 * loop, since their keys may have to be fetched.
 */
public final class SenderVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(SenderVerifier.class);
  /** If more requests than this wait for keys, the authority does not answer. */
  private static final int MAX_WAITING = 256;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final String BEARER = "bearer ";

  private final String endpoint;
  private final Optional<SecretChecks> secrets;
  private final Optional<EntraTokens> tokens;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final RateLimit logged = new RateLimit(1, System::nanoTime);

  /** @param endpoint names it in the log */
  public SenderVerifier(String endpoint, SenderRules rules, KeyDocuments documents, InstantSource clock) {
    this.endpoint = endpoint;
    this.secrets = rules.secrets().isEmpty() ? Optional.empty() : Optional.of(new SecretChecks(rules.secrets()));
    this.tokens = rules.entra().map(entra -> new EntraTokens(entra, documents, clock, Keeping.STANDARD));
  }

  /**
   * Fails with {@link Problem.UnknownSender}, or with {@link Problem.Busy} when the sender cannot be verified now.
   *
   * @param secret whether this request must carry a secret where one is configured
   */
  public Future<Void> verify(RoutingContext ctx, boolean secret) {
    boolean known = secrets.isEmpty() || !secret
        || secrets.get().accept(ctx.request().headers(), ctx.queryParams());
    if (!known) {
      return Future.failedFuture(new ProblemException(new Problem.UnknownSender()));
    }
    return tokens.isEmpty() ? Future.succeededFuture() : verify(ctx.vertx(), tokens.get(), presented(ctx));
  }

  private static Optional<String> presented(RoutingContext ctx) {
    List<String> values = ctx.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    return values.size() == 1 && values.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(values.getFirst().substring(BEARER.length()).trim())
        : Optional.empty();
  }

  private Future<Void> verify(Vertx vertx, EntraTokens checks, Optional<String> token) {
    if (token.isEmpty()) {
      return Future.failedFuture(new ProblemException(new Problem.UnknownSender()));
    }
    if (!waiting.tryAcquire()) {
      return Future.failedFuture(new ProblemException(new Problem.Busy(RETRY_AFTER)));
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
      Future<Verdict> result = found;
      context.runOnContext(_ -> result.onComplete(verdict));
    });
    return verdict.future().compose(this::answer);
  }

  private Future<Void> answer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted() -> Future.succeededFuture();
      case Verdict.Unknown() -> Future.failedFuture(new ProblemException(new Problem.Busy(RETRY_AFTER)));
      case Verdict.Refused(var why) -> {
        if (logged.take().isZero()) {
          LOG.info("refused a token at {}: {}", endpoint, why.sentence());
        }
        yield Future.failedFuture(new ProblemException(new Problem.UnknownSender()));
      }
    };
  }
}
