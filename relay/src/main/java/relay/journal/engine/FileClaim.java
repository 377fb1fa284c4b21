package relay.journal.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one relay on a journal: a lock on a file beside it, which the system drops when the process ends. Not on
 * the journal itself: closing any descriptor of that would drop SQLite's own locks (POSIX), and an exclusive SQLite
 * lock would shut out the relay's own readers.
 */
final class FileClaim implements AutoCloseable {
  private final FileChannel channel;

  private FileClaim(FileChannel channel) {
    this.channel = channel;
  }

  /** @throws JournalUnusableException when another relay holds it */
  static FileClaim on(Path journal) {
    Path file = journal.resolveSibling(journal.getFileName() + ".lock");
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String holder = read(channel);
        channel.close();
        throw new JournalUnusableException("another relay" + holder + " uses the journal " + journal
            + ": stop that one, or give this one a file of its own");
      }
      channel.truncate(0).write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid())
          .getBytes(StandardCharsets.US_ASCII)), 0);
      return new FileClaim(channel);
    } catch (IOException e) {
      closeAfter(e, channel);
      throw new JournalUnusableException("the journal " + journal + " cannot be locked: " + e, e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /** Who holds it, as far as is known. */
  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return pid.matches("\\d+") ? " (process " + pid + ")" : "";
  }

  private static void closeAfter(IOException cause, @Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
