package relay.http.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Vert.x answers in a way of its own, or not at all, is seen here before it: HTTP versions that nobody speaks, wishes to
 * go on with another protocol (a server may ignore them, RFC 9110 section 7.8), and bodies whose framing is broken. And what
 * one connection may cost is bounded: how many requests wait in it, how long it may go without one, and how long its client
 * may go on sending a body that is answered already. One for each connection, on its event loop.
 */
public final class Wire extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
  /** The name that Vert.x gives the handler which writes answers. */
  private static final String ENCODER = "httpEncoder";

  private static final Set<HttpVersion> SPOKEN = Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

  /** Few clients send a request before the one before it is answered, and none needs to send more of them. */
  private static final int MOST_OPEN = 16;

  private final Http1xServerConnection connection;
  private final Limits limits;
  private final Function<Throwable, FullHttpResponse> refusal;
  private final Runnable gone;
  /** Requests that came and were not answered whole. */
  private int open;
  /** Whether the last of them is still coming. */
  private boolean coming;
  private boolean answering;
  /** Nothing that comes is looked at any more. */
  private boolean deaf;
  /** Nothing that the relay would answer is written any more. */
  private boolean mute;
  private long quietSince = System.nanoTime();
  private Optional<ScheduledFuture<?>> look = Optional.empty();

  private Wire(Http1xServerConnection connection, Limits limits, Function<Throwable, FullHttpResponse> refusal,
      Runnable gone) {
    this.connection = connection;
    this.limits = limits;
    this.refusal = refusal;
    this.gone = gone;
  }

  /**
   * Guards a connection that was just opened.
   *
   * @param refusal what is answered when the body's framing is broken, and why
   * @param gone is run once, when the connection has ended
   */
  public static void guard(HttpConnection opened, Limits limits, Function<Throwable, FullHttpResponse> refusal,
      Runnable gone) {
    var connection = (Http1xServerConnection) opened;
    connection.channel().pipeline().addAfter(ENCODER, "wire", new Wire(connection, limits, refusal, gone));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    long every = Math.max(1, limits.idle().toMillis() / 4);
    look = Optional.of(ctx.executor().scheduleWithFixedDelay(() -> {
      if (open == 0 && System.nanoTime() - quietSince > limits.idle().toNanos()) {
        var _ = ctx.close(); // whatever trickles in, it is no request
      }
    }, every, every, TimeUnit.MILLISECONDS));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) { // also when the connection ends
    look.ifPresent(timer -> timer.cancel(false));
    gone.run();
  }

  /** Why a request counts as one that could not be decoded. */
  public static final class UnsupportedVersionException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (deaf || (message instanceof HttpRequest && open == MOST_OPEN)) {
      deaf = true;
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      open++;
      coming = true;
      request.headers().remove(HttpHeaderNames.UPGRADE);
      if (request.decoderResult().isSuccess() && !SPOKEN.contains(request.protocolVersion())) {
        request.setDecoderResult(DecoderResult.failure(new UnsupportedVersionException()));
      }
      if (request.decoderResult().isFailure()) {
        request.setProtocolVersion(HttpVersion.HTTP_1_1); // that of the answer
      }
    } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      refuse(ctx, content.decoderResult().cause());
      return;
    }
    coming &= !(message instanceof LastHttpContent);
    ctx.fireChannelRead(message);
  }

  /**
   * Answers for the request whose body is broken, where its turn has come and it has no answer yet. Who reads that body hears of it,
   * too, and counts the problem.
   */
  private void refuse(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("the framing of a body is broken", cause);
    deaf = true;
    mute = true;
    if (open == 1 && !answering) {
      var _ = ctx.writeAndFlush(refusal.apply(cause)).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      ctx.channel().config().setAutoRead(true); // what else is sent is dropped, for as long as it may take to read this
      connection.handleException(cause);
      var _ = ctx.executor().schedule(() -> {
        var _ = ctx.close();
      }, limits.linger().toMillis(), TimeUnit.MILLISECONDS);
    } else {
      var _ = ctx.close();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (mute) {
      ReferenceCountUtil.release(message);
      var _ = promise.setFailure(new ClosedChannelException());
      return;
    }
    boolean interim = message instanceof HttpResponse head
        && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    boolean last = message instanceof LastHttpContent && !interim;
    answering = !last && (answering || (message instanceof HttpResponse && !interim));
    ChannelPromise written = last ? promise.unvoid() : promise;
    if (last) {
      answered(ctx, written);
    }
    var _ = ctx.write(message, written);
  }

  private void answered(ChannelHandlerContext ctx, ChannelPromise written) {
    open--;
    quietSince = System.nanoTime();
    if (open == 0 && deaf) {
      var _ = written.addListener(ChannelFutureListener.CLOSE);
    } else if (open == 0 && coming) {
      var _ = ctx.executor().schedule(() -> {
        if (coming) {
          var _ = ctx.close();
        }
      }, limits.linger().toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
