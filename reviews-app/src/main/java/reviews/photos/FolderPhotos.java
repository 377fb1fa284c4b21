package reviews.photos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Photos in a folder: {@code kept/} holds confirmed ones, {@code new/} the others, each under its id. Suits one instance,
 * or several that share the folder. Folders are made when they are first needed.
 */
public final class FolderPhotos implements PhotoStore {
  private static final String PART = ".part";
  private static final int MOST_UNCONFIRMED = 500;

  private final Path fresh;
  private final Path kept;

  private static final FileAttribute<?> OWNERS_ALONE = PosixFilePermissions
      .asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  public FolderPhotos(Path folder) {
    this.fresh = folder.resolve("new");
    this.kept = folder.resolve("kept");
  }

  @Override
  public void keep(PhotoId id, CleanPhoto photo) throws IOException {
    Files.createDirectories(fresh);
    if (Files.exists(fresh.resolve(id.value())) || Files.exists(kept.resolve(id.value()))) {
      throw new FileAlreadyExistsException(id.value());
    }
    Path part = fresh.resolve(id.value() + PART);
    try (InputStream from = photo.open()) {
      try (OutputStream to = Files.newOutputStream(Files.createFile(part, OWNERS_ALONE))) {
        var _ = from.transferTo(to);
      }
      sync(part);
      Files.move(part, fresh.resolve(id.value()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  @Override
  public void confirm(PhotoId id) throws IOException {
    Files.createDirectories(kept);
    try {
      Files.move(fresh.resolve(id.value()), kept.resolve(id.value()), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException _) {
      // confirmed before, or unknown
    }
  }

  @Override
  public Optional<StoredPhoto> open(PhotoId id) throws IOException {
    for (Path folder : List.of(kept, fresh, kept)) { // it may be confirmed between the two
      try {
        FileChannel file = FileChannel.open(folder.resolve(id.value()), StandardOpenOption.READ);
        return Optional.of(new StoredPhoto(file.size(), Channels.newInputStream(file)));
      } catch (NoSuchFileException _) {
        // perhaps in the next one
      }
    }
    return Optional.empty();
  }

  @Override
  public void delete(PhotoId id) throws IOException {
    Files.deleteIfExists(fresh.resolve(id.value()));
    Files.deleteIfExists(kept.resolve(id.value()));
  }

  /** Deletes the remains of copies that a crash cut off on the way. */
  @Override
  public List<PhotoId> unconfirmed(Instant before) throws IOException {
    var found = new ArrayList<PhotoId>();
    if (!Files.isDirectory(fresh)) {
      return found;
    }
    try (var files = Files.newDirectoryStream(fresh)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
          continue;
        }
        String name = file.getFileName().toString();
        if (name.endsWith(PART)) {
          Files.deleteIfExists(file);
        } else if (found.size() < MOST_UNCONFIRMED) {
          PhotoId.parse(name).ifPresent(found::add);
        }
      }
    } catch (NoSuchFileException _) {
      return found; // somebody else was quicker
    }
    return found;
  }

  @Override
  public void check() throws IOException {
    Files.createDirectories(fresh);
    Files.createDirectories(kept);
    Files.delete(Files.createTempFile(fresh, "check-", PART));
  }

  @Override
  public Optional<URI> publicAddress(PhotoId id) {
    return Optional.empty();
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
