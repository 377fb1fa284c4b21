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
import java.lang.ref.Reference;
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
 * Sends one request and reads a bounded answer under one deadline. For plain threads, virtual ones in particular: it refuses
 * an event loop, and on a virtual thread that Vert.x runs the answer could not arrive.
 */
public final class Exchange {
  /** User-Agent of all outgoing requests; also how the relay recognises its own pulls in registry notifications. */
  public static final String USER_AGENT = "relay";

  private final HttpClient client;

  public Exchange(HttpClient client) {
    this.client = client;
  }

  /**
   * Blocks until the answer is read or the attempt has failed; then it is abandoned. Follows no redirect, tries once.
   *
   * @param body empty for none
   * @param most bytes to read of the answer's body; reading stops there, and the reply says so
   * @param within from resolving the name to the last byte
   * @throws UnansweredException when there is no complete answer
   * @throws IllegalStateException on an event loop
   */
  public Reply send(RequestOptions request, Buffer body, int most, Duration within)
      throws UnansweredException, InterruptedException {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("this blocks: not on an event loop");
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
      throw UnansweredException.late(ask.isConnected(), host, within);
    } catch (ExecutionException e) {
      throw UnansweredException.of(e, host, ask.isConnected());
    } finally {
      Reference.reachabilityFence(client); // Vert.x closes a client that nobody holds, even while it connects
      if (!whole) {
        ask.giveUp();
      }
    }
  }

  /** One request under way: on the event loop, except for giving up. */
  private static final class Ask {
    /** Headers whose values may be spread over several lines (RFC 9110, 5.3). */
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
        return Future.failedFuture("abandoned before there was a connection");
      }
      // Every fault fails the futures below; without handlers Vert.x would log it a second time.
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
          var _ = response.request().reset(); // closes the connection: the rest is not wanted
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
