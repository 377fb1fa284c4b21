package relay.http.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and reads a bounded answer under one deadline. For plain threads, virtual ones above all: an event loop is
 * refused, and on a virtual thread that Vert.x itself runs the answer could not come through.
 */
public final class Exchange {
  /** By which those who are asked know the relay, and the relay its own requests in what they tell. */
  public static final String USER_AGENT = "relay";

  private final HttpClient client;

  public Exchange(HttpClient client) {
    this.client = client;
  }

  /**
   * Blocks until the answer is read or cannot be had; whatever is under way then is given up. Follows no redirect, tries once.
   *
   * @param body empty for none
   * @param most bytes that are read of the answer's body; reading stops there and the reply says so
   * @param within from looking up the name to the last byte
   * @throws Unanswered when there is no whole answer
   * @throws IllegalStateException on an event loop
   */
  public Reply send(RequestOptions request, Buffer body, int most, Duration within)
      throws Unanswered, InterruptedException {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("this waits: not on an event loop");
    }
    String host = Optional.ofNullable(request.getServer()).map(SocketAddress.class::cast).map(SocketAddress::host)
        .orElse(request.getHost());
    var ask = new Ask(body, most);
    boolean whole = false;
    try {
      Future<Reply> reply = client.request(request.setConnectTimeout(within.toMillis())).compose(ask::send);
      Reply read = reply.toCompletionStage().toCompletableFuture().get(within.toNanos(), TimeUnit.NANOSECONDS);
      whole = true;
      return read;
    } catch (TimeoutException e) {
      throw Unanswered.late(ask.isConnected(), host, within);
    } catch (ExecutionException e) {
      throw Unanswered.of(e, host);
    } finally {
      if (!whole) {
        ask.giveUp();
      }
    }
  }

  /** One request on its way: on the event loop, but for the giving up. */
  private static final class Ask {
    /** Headers whose several values may come in several lines (RFC 9110, 5.3). */
    private static final List<String> LISTS = List.of("www-authenticate", "link");

    private final Buffer body;
    private final int most;
    private @Nullable HttpClientRequest open;
    private boolean givenUp;

    Ask(Buffer body, int most) {
      this.body = body;
      this.most = most;
    }

    Future<Reply> send(HttpClientRequest request) {
      if (!mayGoOn(request)) {
        var _ = request.reset();
        return Future.failedFuture("given up before there was a connection");
      }
      // Whatever goes wrong fails the futures below; without handlers Vert.x would log it a second time.
      request.exceptionHandler(_ -> {});
      request.connection().exceptionHandler(_ -> {});
      Future<HttpClientResponse> response = body.length() == 0 ? request.send() : request.send(body);
      return response.compose(this::read);
    }

    private synchronized boolean mayGoOn(HttpClientRequest request) {
      open = request;
      return !givenUp;
    }

    private Future<Reply> read(HttpClientResponse response) {
      Promise<Reply> reply = Promise.promise();
      Buffer read = Buffer.buffer();
      response.handler(part -> {
        int room = most - read.length();
        read.appendBuffer(part, 0, Math.min(room, part.length()));
        if (part.length() > room && reply.tryComplete(reply(response, read, true))) {
          var _ = response.request().reset(); // closes the connection: nobody wants the rest
        }
      });
      response.endHandler(_ -> reply.tryComplete(reply(response, read, false)));
      response.exceptionHandler(reply::tryFail);
      return reply.future();
    }

    synchronized boolean isConnected() {
      return open != null;
    }

    synchronized void giveUp() {
      givenUp = true;
      if (open != null) {
        var _ = open.reset();
      }
    }

    private static Reply reply(HttpClientResponse response, Buffer read, boolean cut) {
      Map<String, String> headers = new HashMap<>();
      response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
      headers.computeIfPresent("set-cookie", (name, _) -> String.join("\n", response.headers().getAll(name)));
      LISTS.forEach(list -> headers.computeIfPresent(list,
          (name, _) -> String.join(", ", response.headers().getAll(name))));
      return new Reply(response.statusCode(), headers, read.getBytes(), cut);
    }
  }
}
