package relay.azure.arm;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import relay.app.WebAppException;

/** Sends requests to Azure Resource Manager, each within its deadline, and reports each to the listener. */
public final class ArmCalls {
  private static final HttpHeaderName WRITES = HttpHeaderName
      .fromString("x-ms-ratelimit-remaining-subscription-writes");
  private static final int MOST_ITEMS = 10_000;

  /** An answer as promised. */
  public record Reply<T>(T value, int status, HttpHeaders headers) {
    /** {@code value} gets what the SDK read, which is null for an answer without content. */
    public static <R, T> Reply<T> of(Response<R> response, Function<R, T> value) {
      return new Reply<>(value.apply(response.getValue()), response.getStatusCode(), response.getHeaders());
    }

    /** As {@link #of}, for an operation that promises a body: an answer without one is a failure that may pass. */
    public static <R, T> Reply<T> ofBody(Response<R> response, Function<R, T> value) {
      if (response.getValue() == null) {
        throw new EmptyAnswerException(response.getStatusCode());
      }
      return of(response, value);
    }

    /** All pages as one list; the last page's status and headers. More than ten thousand items are not asked for. */
    public static <R, T> Reply<List<T>> ofPages(PagedIterable<R> pages, Function<R, T> value) {
      return ofPages(pages, value, MOST_ITEMS);
    }

    /** As {@link #ofPages(PagedIterable, Function)}; no further page is asked for once there are {@code most} items. */
    public static <R, T> Reply<List<T>> ofPages(PagedIterable<R> pages, Function<R, T> value, int most) {
      var all = new ArrayList<T>();
      int status = 0;
      var headers = new HttpHeaders();
      for (var page : pages.iterableByPage()) {
        status = page.getStatusCode();
        headers = page.getHeaders();
        page.getValue().forEach(each -> all.add(value.apply(each)));
        if (all.size() >= most) {
          break;
        }
      }
      return new Reply<>(List.copyOf(all), status, headers);
    }
  }

  /** What became of one request. */
  public sealed interface Attempt<T> {
    record Done<T>(T value) implements Attempt<T> {}

    record Failed<T>(Failure why) implements Attempt<T> {}
  }

  private final AzureSettings settings;
  private final ArmListener listener;
  private final Runnable forgetToken;

  /** {@code forgetToken}: drops the token at hand, which Azure did not accept. */
  public ArmCalls(AzureSettings settings, ArmListener listener, Runnable forgetToken) {
    this.settings = settings;
    this.listener = listener;
    this.forgetToken = forgetToken;
  }

  /**
   * For requests that change nothing: asks again, within bounds, as long as that can help.
   *
   * @throws WebAppException when it cannot, or the bounds are reached
   */
  public <T> T read(ArmOperation operation, ArmResource resource, Supplier<Reply<T>> request)
      throws WebAppException, InterruptedException {
    var tries = new Tries(settings);
    while (true) {
      switch (once(operation, resource, request)) {
        case Attempt.Done<T>(T value) -> {
          return value;
        }
        case Attempt.Failed<T>(Failure why) -> tries.waitAfter(why);
      }
    }
  }

  /** Sends one request once; a second time only where Azure did not accept the token, which may have been revoked. */
  public <T> Attempt<T> once(ArmOperation operation, ArmResource resource, Supplier<Reply<T>> request)
      throws InterruptedException {
    Attempt<T> first = send(operation, resource, request);
    if (first instanceof Attempt.Failed<T>(Failure why) && why.status() == 401) {
      forgetToken.run();
      return send(operation, resource, request);
    }
    return first;
  }

  private <T> Attempt<T> send(ArmOperation operation, ArmResource resource, Supplier<Reply<T>> request)
      throws InterruptedException {
    long asked = System.nanoTime();
    try {
      Reply<T> reply = Deadline.within(settings.deadline(), operation.label(), request::get);
      report(operation, reply.status(), asked, remaining(reply.headers()));
      return new Attempt.Done<>(reply.value());
    } catch (TimeoutException e) {
      return failed(operation, resource, asked, e);
    } catch (ExecutionException e) {
      return failed(operation, resource, asked, e.getCause() == null ? e : e.getCause());
    }
  }

  private <T> Attempt<T> failed(ArmOperation operation, ArmResource resource, long asked, Throwable thrown) {
    var why = Failure.of(operation, resource, thrown);
    report(operation, why.status(), asked, OptionalInt.empty());
    return new Attempt.Failed<>(why);
  }

  private void report(ArmOperation operation, int status, long asked, OptionalInt writesRemaining) {
    listener.answered(operation.label(), status, Duration.ofNanos(System.nanoTime() - asked), writesRemaining);
  }

  private static OptionalInt remaining(HttpHeaders headers) {
    String value = headers.getValue(WRITES);
    return value != null && value.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
  }
}
