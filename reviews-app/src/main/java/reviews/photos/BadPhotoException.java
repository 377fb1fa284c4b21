package reviews.photos;

/** A file that is not taken as a photo; the message is a sentence for the visitor and holds nothing of the file. */
public final class BadPhotoException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why it is not taken. */
  public enum Why {
    TOO_LARGE("The photo is too large: at most " + Photos.MOST_BYTES / Photos.MEBIBYTE + " MiB are taken."),
    OTHER_TYPE(
        "This file is not a JPEG, PNG or WebP picture; other kinds are not taken."),
    TOO_MANY_PIXELS(
        "The photo has too many pixels: at most " + Photos.MOST_PIXELS / Photos.MEGAPIXEL + " megapixels and "
            + Photos.LONGEST_SIDE + " on a side are taken."),
    DAMAGED(
        "This picture is damaged and cannot be read."),
    MORE_THAN_A_PHOTO(
        "This file holds more than one still picture, so it is not taken.");

    private final String sentence;

    Why(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Why why;

  BadPhotoException(Why why) {
    super(why.sentence, null, false, false);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
