package reviews.upload;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * One file of a form, written piece by piece as it comes. On the event loop of its request. Not by
 * {@link HttpServerFileUpload#streamToFileSystem}: that pauses each file while it is opened, now and then for good, and a file
 * that is cancelled meanwhile is written to after it was closed.
 */
final class UploadedFile {
  private static final FileAttribute<?> FOR_THIS_USER = PosixFilePermissions
      .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Vertx vertx;
  private final Backlog backlog;
  private final Path path;
  /** Completes when every piece that came is on disk; fails with the first that could not be written. */
  private Future<Path> written;
  private boolean whole;
  private boolean discarded;
  private long bytes;

  UploadedFile(Vertx vertx, Backlog backlog, Path path) {
    this.vertx = vertx;
    this.backlog = backlog;
    this.path = path;
    this.written = Future.succeededFuture(path);
  }

  Path path() {
    return path;
  }

  /** Those that came; there is a file as soon as there is one. */
  long bytes() {
    return bytes;
  }

  boolean isWhole() {
    return whole;
  }

  /** Completes when all of it is on disk. */
  Future<Path> take(HttpServerFileUpload upload) {
    Promise<Void> end = Promise.promise();
    upload.handler(piece -> append(piece, end)).endHandler(_ -> end.tryComplete()).exceptionHandler(end::tryFail);
    return end.future().compose(_ -> written).onSuccess(_ -> whole = !discarded);
  }

  private void append(Buffer piece, Promise<Void> end) {
    if (discarded) {
      return;
    }
    bytes += piece.length();
    backlog.add(piece.length());
    written = written.compose(_ -> vertx.executeBlocking(() -> write(piece), false).map(path))
        .onComplete(_ -> backlog.remove(piece.length())).onFailure(end::tryFail);
  }

  private Path write(Buffer piece) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        FOR_THIS_USER)) {
      ByteBuffer left = ByteBuffer.wrap(piece.getBytes());
      while (left.hasRemaining()) {
        file.write(left);
      }
    }
    return path;
  }

  /** Deletes it, as soon as nobody writes to it any more. Safe to repeat. */
  void discard() {
    if (discarded) {
      return;
    }
    discarded = true;
    written = written.eventually(() -> vertx.executeBlocking(() -> Files.deleteIfExists(path), false).map(path));
  }
}
