package sandbox.arm.answer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;
import sandbox.wire.RequestLog;
import sandbox.wire.RequestRecorder;

/** Carries an outcome out, with the headers that every answer of ARM has, and logs it. */
public final class ArmResponder {
  private final Vertx vertx;
  private final RequestLog requests;
  private final IntSupplier readsLeft;
  private final IntSupplier writesLeft;

  public ArmResponder(Vertx vertx, RequestLog requests, IntSupplier readsLeft, IntSupplier writesLeft) {
    this.vertx = vertx;
    this.requests = requests;
    this.readsLeft = readsLeft;
    this.writesLeft = writesLeft;
  }

  public void answer(HttpServerRequest request, Buffer body, Outcome outcome) {
    switch (outcome) {
      case Outcome.Now(ArmReply reply) -> {
        log(request, body, reply.status());
        send(request, reply);
      }
      case Outcome.Later(ArmReply reply, Duration delay) -> {
        log(request, body, reply.status());
        vertx.setTimer(Math.max(1, delay.toMillis()), _ -> send(request, reply));
      }
      case Outcome.Then(ArmReply reply, Runnable after) -> {
        log(request, body, reply.status());
        after.run();
        send(request, reply);
      }
      case Outcome.Dropped() -> {
        log(request, body, 0);
        var _ = request.connection().close();
      }
      case Outcome.Reset() -> {
        log(request, body, 0);
        reset(request);
      }
      case Outcome.Silence() -> log(request, body, 0);
    }
  }

  private void send(HttpServerRequest request, ArmReply reply) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    } // the client gave up meanwhile
    response.setStatusCode(reply.status());
    reply.headers().forEach(response::putHeader);
    if (!reply.contentType().isEmpty()) {
      response.putHeader("Content-Type", reply.contentType());
    }
    String id = UUID.randomUUID().toString();
    response.putHeader("x-ms-request-id", id).putHeader("x-ms-correlation-request-id", id)
        .putHeader("Cache-Control", "no-cache")
        .putHeader("x-ms-ratelimit-remaining-subscription-reads", Integer.toString(readsLeft.getAsInt()))
        .putHeader("x-ms-ratelimit-remaining-subscription-writes", Integer.toString(writesLeft.getAsInt()));
    String clientId = request.getHeader("x-ms-client-request-id");
    if (clientId != null && "true".equals(request.getHeader("x-ms-return-client-request-id"))) {
      response.putHeader("x-ms-client-request-id", clientId);
    }
    var _ = response.end(reply.body());
  }

  /** Closed with a linger time of zero, a socket says that it was reset instead of that it ends; Vert.x offers no such. */
  private static void reset(HttpServerRequest request) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
  }

  private void log(HttpServerRequest request, Buffer body, int status) {
    var headers = new HashMap<String, String>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT),
        name.equalsIgnoreCase("Authorization") ? "(left out)" : value));
    requests.add(new RequestLog.Entry(InstantSource.system().instant(), request.method().name(),
        RequestRecorder.path(request), request.query() == null ? "" : request.query(), Map.copyOf(headers),
        body.toString(),
        status));
  }
}
