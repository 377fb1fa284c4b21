package reviews.photos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * An uploaded file that was found to be a photo, seen without whatever else it holds: its picture data is copied as it
 * is, never decoded, so nothing is lost and no bomb goes off.
 *
 * @param upload the file as it came; it must stay until the photo is kept
 * @param pieces what the photo is made of, in this order
 */
public record CleanPhoto(Path upload, PhotoType type, int width, int height, List<Piece> pieces) {
  public CleanPhoto {
    pieces = List.copyOf(pieces);
  }

  /** The cleaned photo's length. */
  public long bytes() {
    return pieces.stream().mapToLong(Piece::bytes).sum();
  }

  /** Reads the cleaned photo with little memory; may be opened again. */
  public InputStream open() throws IOException {
    return new PieceStream(upload, pieces);
  }
}
