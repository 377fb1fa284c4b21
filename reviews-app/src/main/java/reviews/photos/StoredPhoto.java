package reviews.photos;

import java.io.IOException;
import java.io.InputStream;

/**
 * A kept photo, open for reading.
 *
 * @param bytes its length
 * @param content holds a file or a connection until it is closed
 */
public record StoredPhoto(long bytes, InputStream content) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    content.close();
  }
}
