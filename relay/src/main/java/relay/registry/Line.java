package relay.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import relay.http.client.Exchange;
import relay.http.client.Reply;
import relay.http.client.Unanswered;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;

/** Requests to one registry, each tried again for what may pass: 429, 5xx, no answer. */
final class Line {
  /** The longest pause; a registry that asks for more is left alone instead. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Exchange exchange;
  private final RegistrySettings settings;
  private final RegistryListener listener;

  Line(Exchange exchange, RegistrySettings settings, RegistryListener listener) {
    this.exchange = exchange;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * The first answer that is neither 429 nor 5xx. Every request of the relay to a registry is safe to repeat.
   *
   * @param most bytes that are read of the body
   * @param what is asked for, in words for the record: {@code the manifest of reviews:1.4}
   */
  Reply ask(RequestOptions request, Buffer body, int most, String what) throws RegistryException, InterruptedException {
    for (int attempt = 1;; attempt++) {
      String why;
      Duration wait = growing(attempt);
      try {
        Reply reply = exchange.send(request, body, most, settings.deadline());
        listener.answered(settings.name(), reply.status());
        if (reply.status() != 429 && reply.status() < 500) {
          return reply;
        }
        why = request.getHost() + " answered " + reply.status();
        wait = retryAfter(reply).filter(asked -> asked.compareTo(Duration.ZERO) > 0).orElse(wait);
      } catch (Unanswered e) {
        listener.answered(settings.name(), 0);
        why = String.valueOf(e.getMessage());
        if (e.where() == Unanswered.Where.TLS) {
          attempt = settings.tries(); // a certificate does not mend itself within seconds
        }
      }
      if (wait.compareTo(LONGEST) > 0) {
        throw new RegistryException(Kind.UNAVAILABLE,
            "no answer for " + what + ": " + why + " and wants to be left alone for " + wait.toSeconds() + " s");
      }
      if (attempt >= settings.tries()) {
        throw new RegistryException(Kind.UNAVAILABLE, "no answer for " + what + ": " + why);
      }
      Thread.sleep(wait);
    }
  }

  /** Between half and the whole of the pause, which doubles from try to try. */
  private Duration growing(int attempt) {
    long whole = Math.min(LONGEST.toMillis(), settings.pause().toMillis() << Math.min(attempt - 1, 10));
    return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }

  /** In whole seconds, as ACR sends it (container-registry-skus.md); empty for the form with a date. */
  private static Optional<Duration> retryAfter(Reply reply) {
    return reply.header("Retry-After").filter(text -> text.matches("\\d{1,6}")).map(Long::parseLong)
        .map(Duration::ofSeconds);
  }
}
