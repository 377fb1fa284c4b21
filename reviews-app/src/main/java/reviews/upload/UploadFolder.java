package reviews.upload;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where photos of forms lie while they are judged: for this user alone, and never for long. */
public final class UploadFolder {
  private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);
  /** Longer than any body may take: a file of this age was left by a process that ended. */
  static final Duration STALE = Duration.ofMinutes(10);

  private final Path folder;

  public UploadFolder(Path folder) {
    this.folder = folder;
  }

  /** The one of this machine, in its folder for temporary files. */
  public static UploadFolder standard() {
    return new UploadFolder(Path.of(System.getProperty("java.io.tmpdir"), "reviews-uploads"));
  }

  /** A name that no file has. */
  Path next() {
    return folder.resolve(UUID.randomUUID().toString());
  }

  /**
   * Makes the folder where there is none and deletes what was left behind. Blocks. What cannot be done is logged and tried again
   * at the next call.
   */
  public void sweep(Instant now) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(STALE)) && Files.deleteIfExists(file)) {
            LOG.info("deleted an upload that was left behind");
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("the folder for uploads, {}, cannot be used: {}", folder, e.toString());
    }
  }
}
