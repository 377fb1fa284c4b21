package reviews.upload;

import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading of one form. On its event loop. */
final class OneForm {
  private static final Logger LOG = LoggerFactory.getLogger(OneForm.class);
  private static final int LONGEST_BOUNDARY = 70;
  private static final Pattern BOUNDARY = Pattern
      .compile("(?i)^multipart/form-data.*;\\s*boundary=\"?([^\";,\\s]{1," + LONGEST_BOUNDARY + "})");
  /** How long a client may go on sending after its refusal, so that it can read that. */
  private static final long LINGER_MILLIS = 500;
  private static final int LONGEST_LINGER = 20;

  private final RoutingContext ctx;
  private final HttpServerRequest request;
  private final FormLimits limits;
  private final UploadFolder folder;
  private final Backlog backlog;
  private final Consumer<List<Path>> whole;
  private final Runnable discarding;
  private final List<UploadedFile> files = new ArrayList<>();
  private final StringBuilder tail = new StringBuilder();
  /** What a form in parts must end with. */
  private final Optional<String> end;
  private long timer;
  private long bytes;
  private boolean ended;
  private boolean over;
  private boolean discarded;

  /**
   * @param whole hears of the files of a form that came to its end
   * @param discarding runs once, when the form is discarded
   */
  OneForm(RoutingContext ctx, FormLimits limits, UploadFolder folder, Consumer<List<Path>> whole,
      Runnable discarding) {
    this.ctx = ctx;
    this.request = ctx.request();
    this.limits = limits;
    this.folder = folder;
    this.backlog = new Backlog(request);
    this.whole = whole;
    this.discarding = discarding;
    this.end = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)).map(BOUNDARY::matcher)
        .filter(Matcher::find).map(found -> "--" + found.group(1) + "--");
  }

  void read() {
    Vertx vertx = ctx.vertx();
    timer = vertx.setTimer(limits.within().toMillis(), _ -> refuse(408, "it took too long"));
    request.exceptionHandler(this::failed).uploadHandler(this::file).handler(this::count).endHandler(_ -> {
      ended = true;
      goOn();
    });
    if (isInParts(request) && end.isEmpty()) { // Netty stumbles over some of these
      refuse(400, "its boundary is missing, empty or too long");
      return;
    }
    try {
      request.setExpectMultipart(true);
    } catch (IllegalStateException | HttpPostRequestDecoder.ErrorDataDecoderException e) {
      failed(e);
    }
  }

  private static boolean isInParts(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
  }

  /**
   * Deletes its files, whatever became of it. Safe to repeat; Vert.x takes a request that cannot be decoded for ended, before it
   * can be answered.
   */
  void discard() {
    if (discarded) {
      return;
    }
    discarded = true;
    ctx.vertx().cancelTimer(timer);
    files.forEach(UploadedFile::discard);
    discarding.run();
  }

  private void count(Buffer piece) {
    bytes += piece.length();
    int kept = Math.min(piece.length(), LONGEST_BOUNDARY + 8);
    tail.append(piece.slice(piece.length() - kept, piece.length()).toString(StandardCharsets.ISO_8859_1));
    tail.delete(0, Math.max(0, tail.length() - LONGEST_BOUNDARY - 8));
    if (bytes > limits.body()) {
      refuse(413, "its body is too long");
    }
  }

  private void file(HttpServerFileUpload upload) {
    if (over || !upload.name().equals(limits.photo()) || files.size() == FormLimits.MOST_FILES) {
      refuse(400, "it holds a file that was not asked for");
      return;
    }
    var file = new UploadedFile(ctx.vertx(), backlog, folder.next());
    files.add(file);
    file.take(upload).onSuccess(_ -> goOn()).onFailure(fault -> {
      if (!over && !discarded) {
        LOG.warn("a photo could not be put into the folder for uploads: {}", fault.toString());
        refuse(503, "there is no room for its photo");
      }
    });
  }

  private void goOn() {
    if (over || discarded || !ended) {
      return;
    }
    if (end.filter(last -> tail.indexOf(last) < 0).isPresent()) {
      refuse(400, "it has no end");
      return;
    }
    if (!files.stream().allMatch(UploadedFile::isWhole)) {
      return;
    }
    ctx.vertx().cancelTimer(timer);
    if (textBytes() > limits.text()) {
      refuse(413, "it has too much text");
    } else if (request.formAttributes().names().stream().anyMatch(name -> !limits.fields().contains(name)
        && !name.equals(limits.photo()))) {
      refuse(400, "it has a field that was not asked for");
    } else {
      whole.accept(files.stream().filter(file -> file.bytes() > 0).map(UploadedFile::path).toList());
    }
  }

  private long textBytes() {
    long all = 0;
    for (Map.Entry<String, String> field : request.formAttributes()) {
      all += field.getKey().length() + field.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    return all;
  }

  private void failed(Throwable fault) {
    LOG.debug("a form could not be read", fault);
    refuse(isTooMuch(fault) ? 413 : 400, "it cannot be read");
  }

  /** Netty says that a field is longer than may be in an {@link IOException}; the rest is no form, or no connection. */
  private static boolean isTooMuch(Throwable fault) {
    return fault instanceof HttpPostRequestDecoder.TooLongFormFieldException
        || fault instanceof HttpPostRequestDecoder.TooManyFormFieldsException || fault.getClass() == IOException.class
        || (fault.getCause() != null && fault.getCause().getClass() == IOException.class);
  }

  /** The rest of the body is not wanted: the connection is closed soon after the answer, or without one before long. */
  static void closeAfterwards(RoutingContext ctx) {
    closeAfterwards(ctx, LONGEST_LINGER);
  }

  private static void closeAfterwards(RoutingContext ctx, int turns) {
    ctx.vertx().setTimer(LINGER_MILLIS, _ -> {
      if (ctx.response().ended() || turns == 0) {
        ctx.request().connection().close();
      } else {
        closeAfterwards(ctx, turns - 1);
      }
    });
  }

  private void refuse(int status, String why) {
    if (over) {
      return;
    }
    LOG.debug("refused a form with {}: {}", status, why);
    over = true;
    closeAfterwards(ctx); // even when all of the body came: Vert.x takes some that cannot be decoded for never ended
    discard();
    ctx.fail(status);
  }
}
