package relay.image;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a push names, {@code shop.azurecr.io/reviews:1.4}. A tag can move: {@link #at pin} it before use.
 *
 * @param registry its host in canonical form, see {@link RegistryHost}
 */
public record ImageReference(String registry, String repository, String tag) {
  /** The tag of a name without one. */
  static final String LATEST = "latest";
  static final String TAG = "(?<tag>\\w[\\w.-]{0,127})";
  private static final Pattern TAGGED = Pattern.compile(RegistryHost.FORM + "/" + Repository.PATH + ":" + TAG);
  private static final Pattern TAG_FORM = Pattern.compile(TAG);
  /** The referrers fallback cuts every digest at 64 hex digits, so that it fits into a tag. */
  private static final Pattern COMPANION = Pattern.compile("sha(256|512)-[0-9a-f]{64}(\\.(sig|att|sbom))?");

  public ImageReference {
    registry = RegistryHost.canonical(registry);
  }

  /**
   * Empty when {@code text} lacks a registry host or a tag; the relay guesses neither. {@link ImageName#parse} reads
   * what a site is configured to run.
   */
  public static Optional<ImageReference> parse(String text) {
    return Repository.match(TAGGED, text)
        .map(m -> new ImageReference(m.group("registry"), m.group("path"), m.group("tag")));
  }

  /** Whether {@code tag} can be a tag: safe to put into a URL. */
  public static boolean isTag(String tag) {
    return TAG_FORM.matcher(tag).matches();
  }

  /**
   * Whether the tag has the form under which cosign and the referrers fallback put signatures, attestations and SBOMs
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
