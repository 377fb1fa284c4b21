package reviews.photos;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of pictures that are taken: each is only a picture, and every browser shows it. */
public enum PhotoType {
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  WEBP("image/webp", "webp");

  private final String mediaType;
  private final String extension;

  PhotoType(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  public String mediaType() {
    return mediaType;
  }

  public String extension() {
    return extension;
  }

  static Optional<PhotoType> ofExtension(String extension) {
    return Stream.of(values()).filter(type -> type.extension.equals(extension)).findFirst();
  }
}
