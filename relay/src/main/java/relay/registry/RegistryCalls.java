package relay.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import relay.http.client.Exchange;
import relay.http.client.Reply;
import relay.http.client.UnansweredException;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;

/** Requests to one registry, each repeated after what may pass by itself: too many requests, a server error, silence. */
final class RegistryCalls {
  /** The longest pause between two tries; a registry that asks for more is not asked again. */
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  private final Exchange exchange;
  private final RegistrySettings settings;
  private final RegistryListener listener;

  RegistryCalls(Exchange exchange, RegistrySettings settings, RegistryListener listener) {
    this.exchange = exchange;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * The first answer that is not {@linkplain #mayPass one that may pass}. Every request of the relay to a registry is
   * safe to repeat.
   *
   * @param maxBodyBytes where reading of the body stops
   * @param what is asked for, in words for the record: {@code the manifest of reviews:1.4}
   * @throws RegistryException {@link Kind#UNAVAILABLE} when no try got such an answer
   */
  Reply ask(RequestOptions request, Buffer body, int maxBodyBytes, String what)
      throws RegistryException, InterruptedException {
    for (int attempt = 1;; attempt++) {
      String why;
      Duration wait = growing(attempt);
      try {
        Reply reply = exchange.send(request, body, maxBodyBytes, settings.deadline());
        listener.answered(settings.name(), reply.status());
        if (!mayPass(reply.status())) {
          return reply;
        }
        why = request.getHost() + " answered " + reply.status();
        wait = retryAfter(reply).filter(asked -> asked.compareTo(Duration.ZERO) > 0).orElse(wait);
      } catch (UnansweredException e) {
        listener.answered(settings.name(), 0);
        why = String.valueOf(e.getMessage());
        if (e.where() == UnansweredException.Where.TLS) {
          attempt = settings.tries(); // no certificate is replaced within seconds
        }
      }
      if (wait.compareTo(MAX_PAUSE) > 0) {
        throw new RegistryException(Kind.UNAVAILABLE,
            "no answer for " + what + ": " + why + " and asks for a pause of " + wait.toSeconds() + " s");
      }
      if (attempt >= settings.tries()) {
        throw new RegistryException(Kind.UNAVAILABLE, "no answer for " + what + ": " + why);
      }
      Thread.sleep(wait);
    }
  }

  /**
   * Whether the same request may fare better later: 408, 424 (a cache rule whose upstream failed: Azure/acr#892), 429,
   * 5xx.
   */
  static boolean mayPass(int status) {
    return status == 408 || status == 424 || status == 429 || status >= 500;
  }

  /** What kind of failure a status is that was not expected. */
  static Kind kind(int status) {
    if (mayPass(status)) {
      return Kind.UNAVAILABLE;
    }
    return status == 401 || status == 403 ? Kind.DENIED : Kind.REFUSED;
  }

  /** Between half of the pause and all of it; it doubles from try to try. */
  private Duration growing(int attempt) {
    long whole = Math.min(MAX_PAUSE.toMillis(), settings.pause().toMillis() << Math.min(attempt - 1, 10));
    return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
  }

  /** In whole seconds, as ACR sends it (container-registry-skus.md); empty for the form with a date. */
  private static Optional<Duration> retryAfter(Reply reply) {
    return reply.header("Retry-After").filter(text -> text.matches("\\d{1,6}")).map(Long::parseLong)
        .map(Duration::ofSeconds);
  }
}
