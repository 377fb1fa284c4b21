package reviews.upload;

import io.vertx.core.Future;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpServerFileUpload;
import java.nio.file.Path;
import java.util.Optional;

/** One file of a form, written as it comes. On the event loop of its request. */
final class UploadedFile {
  private final FileSystem disk;
  private final Path path;
  private Optional<HttpServerFileUpload> coming = Optional.empty();
  private Future<Void> taken = Future.succeededFuture();
  private boolean whole;
  private boolean discarded;
  private long bytes;

  UploadedFile(FileSystem disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Known once it is whole. */
  long bytes() {
    return bytes;
  }

  boolean isWhole() {
    return whole;
  }

  /** Completes when all of it is on disk. */
  Future<Void> take(HttpServerFileUpload upload) {
    coming = Optional.of(upload);
    taken = upload.streamToFileSystem(path.toString());
    return taken.onSuccess(_ -> {
      bytes = upload.size();
      whole = !discarded;
    });
  }

  /** Deletes it, as soon as nobody writes to it any more. Safe to repeat. */
  void discard() {
    if (discarded) {
      return;
    }
    discarded = true;
    if (!taken.isComplete()) {
      var _ = coming.map(HttpServerFileUpload::cancelStreamToFileSystem);
    }
    taken.onComplete(_ -> disk.exists(path.toString()).onSuccess(there -> {
      if (there) {
        var _ = disk.delete(path.toString());
      }
    }));
  }
}
