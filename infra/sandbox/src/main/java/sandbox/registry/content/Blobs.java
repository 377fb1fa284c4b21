package sandbox.registry.content;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sandbox.registry.protocol.Sha256;

/** Bytes by their digest, whichever repository they belong to. Both kinds may be used from any thread; they block shortly. */
sealed interface Blobs {
  Optional<Buffer> read(String digest);

  /** Safe to repeat: the same digest is the same bytes. */
  void write(String digest, Buffer bytes);

  /** Empty when there is no such blob; in bytes. */
  Optional<Long> size(String digest);

  /** Gone with the process. */
  final class InMemory implements Blobs {
    private final Map<String, Buffer> blobs = new ConcurrentHashMap<>();

    @Override
    public Optional<Buffer> read(String digest) { return Optional.ofNullable(blobs.get(digest)); }

    @Override
    public void write(String digest, Buffer bytes) { blobs.put(digest, bytes); }

    @Override
    public Optional<Long> size(String digest) { return read(digest).map(bytes -> (long) bytes.length()); }
  }

  /** One file per blob, named after its digest. */
  final class InFolder implements Blobs {
    private final Path folder;

    InFolder(Path folder) throws IOException { this.folder = Files.createDirectories(folder); }

    @Override
    public Optional<Buffer> read(String digest) {
      Path file = file(digest);
      try {
        return Files.exists(file) ? Optional.of(Buffer.buffer(Files.readAllBytes(file))) : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void write(String digest, Buffer bytes) {
      try {
        Path half = Files.createTempFile(folder, "upload", ".part");
        Files.write(half, bytes.getBytes());
        Files.move(half, file(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<Long> size(String digest) {
      Path file = file(digest);
      try {
        return Files.exists(file) ? Optional.of(Files.size(file)) : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Path file(String digest) {
      if (!Sha256.isDigest(digest)) {
        throw new IllegalArgumentException("not a digest, so not a file either");
      }
      return folder.resolve(digest.replace(':', '-'));
    }
  }
}
