package reviews.photos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** The pieces one after the other. */
final class PieceStream extends InputStream {
  private final FileChannel file;
  private final Deque<Piece> left;
  private long done;

  PieceStream(Path upload, List<Piece> pieces) throws IOException {
    this.file = FileChannel.open(upload, StandardOpenOption.READ);
    this.left = new ArrayDeque<>(pieces);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int most) throws IOException {
    Objects.checkFromIndexSize(offset, most, into.length);
    Piece piece = left.peek();
    if (piece == null) {
      return -1;
    }
    if (done == piece.bytes()) {
      left.remove();
      done = 0;
      return read(into, offset, most);
    }
    int wanted = (int) Math.min(most, piece.bytes() - done);
    int got = switch (piece) {
      case Piece.Copied copied -> file.read(ByteBuffer.wrap(into, offset, wanted), copied.from() + done);
      case Piece.Written written -> {
        System.arraycopy(written.content(), (int) done, into, offset, wanted);
        yield wanted;
      }
    };
    if (got < 0) {
      throw new IOException("the upload became shorter while it was read");
    }
    done += got;
    return got;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
