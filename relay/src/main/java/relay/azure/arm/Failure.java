package relay.azure.arm;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import relay.app.WebAppException;

/**
 * Why one request to Azure did not succeed, and what may be done about it.
 *
 * @param status of the answer; 0 when there was none
 * @param passing whether asking again can help
 * @param inDoubt whether the request may have been carried out all the same
 * @param retryAfter how long Azure wants the relay to wait; empty when it does not say
 * @param sentence for the record: no body, no token, nothing unbounded
 */
public record Failure(WebAppException.Kind kind, int status, boolean passing, boolean inDoubt,
    Optional<Duration> retryAfter,
    String sentence) {
  private static final int LONGEST_CHAIN = 20;

  /** Whether Azure took the request, but in a way that the operation does not promise (a 202 where 200 is due). */
  public boolean taken() {
    return status / 100 == 2;
  }

  /** What an exception of the SDK, or of our own deadline, means. */
  static Failure of(ArmOperation operation, ArmResource resource, Throwable thrown) {
    Optional<HttpResponse> answer = causes(thrown).filter(HttpResponseException.class::isInstance)
        .map(each -> ((HttpResponseException) each).getResponse()).flatMap(Stream::ofNullable).findFirst();
    Optional<NoTokenException> noToken = find(thrown, NoTokenException.class);
    if (noToken.isPresent()) {
      return silent(operation, false, noToken.get().sentence());
    }
    Optional<EmptyAnswerException> empty = find(thrown, EmptyAnswerException.class);
    if (empty.isPresent()) {
      return new Failure(WebAppException.Kind.UNEXPECTED, empty.get().status(), true, false, Optional.empty(),
          cannot(operation) + "Azure answered " + empty.get().status() + " without a body");
    }
    if (answer.isPresent()) {
      return answered(operation, resource, answer.get().getStatusCode(),
          ErrorBody.parse(body(answer.get())), seconds(answer.get().getHeaderValue(HttpHeaderName.RETRY_AFTER)));
    }
    if (find(thrown, CertPathBuilderException.class).isPresent()) {
      return new Failure(WebAppException.Kind.UNAVAILABLE, 0, false, false, Optional.empty(),
          cannot(operation)
              + "the certificate of Azure Resource Manager's endpoint is not trusted; behind a proxy that "
              + "opens TLS its authority belongs into azure.trustedCertificates");
    }
    if (find(thrown, UnknownHostException.class).isPresent()) {
      return silent(operation, false, "the name of Azure Resource Manager's endpoint does not resolve");
    }
    if (find(thrown, ConnectException.class).isPresent()) {
      return silent(operation, false, "no connection to Azure Resource Manager");
    }
    if (find(thrown, TimeoutException.class).isPresent()
        || find(thrown, HttpTimeoutException.class).isPresent()) {
      return silent(operation, true, "no answer in time");
    }
    if (find(thrown, IOException.class).isPresent()) {
      return silent(operation, true, "the connection broke before the answer was there");
    }
    return new Failure(WebAppException.Kind.UNEXPECTED, 0, false, true, Optional.empty(),
        cannot(operation) + "its answer cannot be understood (" + thrown.getClass().getSimpleName() + ")");
  }

  /** What an answer other than the promised one means. */
  static Failure answered(ArmOperation operation, ArmResource resource, int status, ErrorBody body,
      Optional<Duration> wait) {
    String said = status + body.code().map(code -> " " + code).orElse("");
    String cannot = cannot(operation);
    String code = body.code().orElse("");
    if (status / 100 == 2) {
      return new Failure(WebAppException.Kind.UNEXPECTED, status, false, true, wait,
          cannot + "Azure answered " + said + ", which this operation does not promise");
    }
    return switch (status) {
      case 401 -> permanent(WebAppException.Kind.FORBIDDEN, status,
          cannot + "Azure does not accept the identity's token (" + said + "); is it of the subscription's tenant?");
      case 403 -> permanent(WebAppException.Kind.FORBIDDEN, status, cannot + body.action()
          .map(action -> "the identity lacks the action " + action + " on " + resource.resourceId() + " (" + said + ")")
          .orElse("Azure forbids it (" + said + ")"));
      case 404 -> permanent(WebAppException.Kind.NOT_FOUND, status, cannot + "Azure knows no " + resource.inWords()
          + ", or does not show it to this identity (" + said + ")");
      case 409 -> switch (code.toLowerCase(Locale.ROOT)) {
        case "readonlydisabledsubscription" -> permanent(WebAppException.Kind.FORBIDDEN, status,
            cannot + "the subscription is disabled and so read-only (" + said + ")");
        case "scopelocked" -> permanent(WebAppException.Kind.FORBIDDEN, status,
            cannot + "a lock on the web app or its group forbids it (" + said + ")");
        case "missingsubscriptionregistration" -> permanent(WebAppException.Kind.UNEXPECTED, status,
            cannot + "the subscription is not registered for Microsoft.Web (" + said + ")");
        default -> passing(status, false, wait, cannot + "another operation is in progress (" + said + ")");
      };
      case 429 -> passing(status, false, wait, cannot + "Azure throttles (" + said + ")");
      case 501, 505 -> permanent(WebAppException.Kind.UNEXPECTED, status, cannot + "Azure answered " + said);
      default -> status == 408 || status / 100 == 5
          ? passing(status, true, wait, cannot + "Azure answered " + said)
          : permanent(WebAppException.Kind.UNEXPECTED, status, cannot + "Azure answered " + said);
    };
  }

  /** Whole seconds only, as Azure sends it; at most an hour. Empty for anything else. */
  static Optional<Duration> seconds(@Nullable String header) {
    return Optional.ofNullable(header).map(String::strip).filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Math.min(3600, Long.parseLong(text))));
  }

  private static Failure permanent(WebAppException.Kind kind, int status, String sentence) {
    return new Failure(kind, status, false, false, Optional.empty(), sentence);
  }

  private static Failure passing(int status, boolean inDoubt, Optional<Duration> wait, String sentence) {
    return new Failure(WebAppException.Kind.UNAVAILABLE, status, true, inDoubt, wait, sentence);
  }

  private static Failure silent(ArmOperation operation, boolean inDoubt, String why) {
    return passing(0, inDoubt, Optional.empty(), cannot(operation) + why);
  }

  private static String cannot(ArmOperation operation) {
    return "the relay cannot " + operation.words() + ": ";
  }

  private static String body(HttpResponse answer) {
    var body = answer.getBodyAsBinaryData();
    return body == null ? "" : body.toString();
  }

  private static <X extends Throwable> Optional<X> find(Throwable thrown, Class<X> type) {
    return causes(thrown).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The exception and its causes, outermost first. */
  private static Stream<Throwable> causes(Throwable thrown) {
    var chain = new ArrayList<Throwable>();
    for (Throwable each = thrown; each != null && chain.size() < LONGEST_CHAIN; each = each.getCause()) {
      chain.add(each);
    }
    return chain.stream();
  }
}
