package relay.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a push names, {@code shop.azurecr.io/reviews:1.4}. A tag can move: {@link #at pin} it before use. */
public record ImageReference(String registry, String repository, String tag) {
  private static final String TAG = "(?<tag>\\w[\\w.-]{0,127})";
  private static final Pattern TAGGED = Pattern.compile(Repository.REGISTRY + "/" + Repository.PATH + ":" + TAG);
  private static final Pattern TAG_FORM = Pattern.compile(TAG);
  private static final Pattern COMPANION = Pattern
      .compile("sha(256-[0-9a-f]{64}|512-[0-9a-f]{128})(\\.(sig|att|sbom))?");

  /** Empty when {@code text} lacks a registry host or a tag; the relay guesses neither. */
  public static Optional<ImageReference> parse(String text) {
    Matcher m = TAGGED.matcher(text);
    return m.matches()
        ? Optional.of(new ImageReference(m.group("registry"), m.group("path"), m.group("tag")))
        : Optional.empty();
  }

  /** Whether {@code tag} can be a tag: safe to put into a URL. */
  public static boolean isTag(String tag) {
    return TAG_FORM.matcher(tag).matches();
  }

  /**
   * Whether the tag is of the form under which cosign and the referrers fallback put signatures, attestations and SBOMs
   * beside an image: never an image to run.
   */
  public static boolean isCompanionTag(String tag) {
    return COMPANION.matcher(tag).matches();
  }

  public Repository in() {
    return new Repository(registry, repository);
  }

  public PinnedImage at(Digest digest) {
    return new PinnedImage(registry, repository, digest);
  }

  @Override
  public String toString() {
    return registry + "/" + repository + ":" + tag;
  }
}
