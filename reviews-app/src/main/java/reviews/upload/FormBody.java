package reviews.upload;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Reads a form, urlencoded or in parts, and goes on when it is whole; refuses it with 400, 408, 413 or 503 as soon as that is
 * certain, and closes the connection then. The files are there until the request has ended, however it ends.
 */
public final class FormBody implements Handler<RoutingContext> {
  /** Text fields and files together in one form, as Netty counts them. */
  public static final int MOST_PARTS = 16;
  private static final int MOST_AT_ONCE = 64;
  private static final String FILES = FormBody.class.getName();

  private final FormLimits limits;
  private final UploadFolder folder;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  public FormBody(FormLimits limits, UploadFolder folder) {
    this.limits = limits;
    this.folder = folder;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (isTooLong(ctx.request().getHeader(HttpHeaders.CONTENT_LENGTH))) {
      OneForm.closeAfterwards(ctx);
      ctx.fail(413);
    } else if (!places.tryAcquire()) {
      OneForm.closeAfterwards(ctx);
      ctx.fail(503);
    } else {
      var form = new OneForm(ctx, limits, folder, files -> {
        ctx.put(FILES, List.copyOf(files));
        ctx.next();
      }, places::release);
      ctx.addEndHandler(_ -> form.discard());
      form.read();
    }
  }

  /** The files that came with the form and are not empty; none when it has none. */
  public static List<Path> files(RoutingContext ctx) {
    return ctx.get(FILES, List.of());
  }

  private boolean isTooLong(String length) {
    return length != null && (length.length() > 18 || Long.parseLong(length) > limits.body());
  }
}
