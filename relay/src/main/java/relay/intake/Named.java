package relay.intake;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.Repository;
import relay.intake.Told.Kind;
import relay.push.Deletion;
import relay.push.Push;

/**
 * What an event of any door names, in the sender's own words: nothing of it is believed yet. One reader for all doors,
 * so that the same push is the same push whichever door it comes through.
 *
 * @param host the registry's host as the sender knows it; empty when it is not told
 * @param mediaType of what was pushed, empty text when it is not told
 * @param parts media types of what a manifest refers to, as far as they are told
 * @param at when the sender says it was; empty when that is missing or odd
 */
public record Named(Optional<String> host, Optional<String> repository, Optional<String> digest, Optional<String> tag,
    String mediaType, List<String> parts, Optional<Instant> at) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,255}");
  /** What cosign and the referrers fallback put beside an image: never an image to run. */
  private static final Pattern COMPANION = Pattern
      .compile("sha(256-[0-9a-f]{64}|512-[0-9a-f]{128})(\\.(sig|att|sbom))?");
  static final Set<String> INDEXES = Set.of("application/vnd.oci.image.index.v1+json",
      "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> MANIFESTS = Set.of("application/vnd.oci.image.manifest.v1+json",
      "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> IMAGE_CONFIGS = Set.of("application/vnd.oci.image.config.v1+json",
      "application/vnd.docker.container.image.v1+json");
  private static final List<String> IMAGE_LAYERS = List.of("application/vnd.oci.image.layer.",
      "application/vnd.docker.image.rootfs.");
  private static final List<String> HELM = List.of("application/vnd.acr.helm.", "application/vnd.cncf.helm.");

  public Named {
    mediaType = mediaType.toLowerCase(Locale.ROOT);
    parts = List.copyOf(parts);
  }

  /** A push of it, read. {@code received} stands in for a time that is missing. */
  Told pushed(Origin origin, Instant received) {
    Optional<Told> foreign = otherHost(origin);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    Optional<Repository> in = repository.flatMap(origin::repository);
    if (in.isEmpty()) {
      return impossible("the repository's name is impossible");
    }
    if (HELM.stream().anyMatch(mediaType::startsWith)) {
      return new Told.Nothing(Kind.CHART, "Helm charts are not deployed");
    }
    Optional<Digest> pinned = digest.flatMap(Digest::parse);
    if (pinned.isEmpty()) {
      return impossible("the digest is impossible: it must be sha256 and 64 lower-case hex digits");
    }
    if (!mediaType.isEmpty() && !isManifest()) {
      return new Told.Nothing(Kind.ARTIFACT, "by its media type it is no container image");
    }
    if (tag.isEmpty()) {
      return new Told.Nothing(Kind.UNTAGGED, "pushed without a tag: a part of a larger image, or an attachment");
    }
    if (!ImageReference.isTag(tag.get())) {
      return impossible("the tag is impossible");
    }
    if (COMPANION.matcher(tag.get()).matches()) {
      return new Told.Nothing(Kind.COMPANION, "a signature or an attachment of another image, not an image to run");
    }
    if (isArtifact()) {
      return new Told.Nothing(Kind.ARTIFACT, "by what it refers to it is no container image");
    }
    return new Told.Pushed(new Push(origin.registry(), in.get().tagged(tag.get()), pinned, at.orElse(received)));
  }

  /** A deletion of it, read: of a manifest, a tag, or where neither is named of the repository. */
  Told deleted(Origin origin) {
    Optional<Told> foreign = otherHost(origin);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    Optional<Repository> in = repository.flatMap(origin::repository);
    Optional<Digest> pinned = digest.flatMap(Digest::parse);
    boolean odd = digest.isPresent() && pinned.isEmpty();
    if (in.isEmpty() || odd || !tag.map(ImageReference::isTag).orElse(true)) {
      return impossible("what was deleted is missing or impossible");
    }
    return new Told.Deleted(new Deletion(origin.registry(), in.get(), pinned, tag));
  }

  /** A quarantine of it, read. */
  Told quarantined(Origin origin) {
    Optional<Told> foreign = otherHost(origin);
    if (foreign.isPresent()) {
      return foreign.get();
    }
    Optional<Repository> in = repository.flatMap(origin::repository);
    Optional<Digest> pinned = digest.flatMap(Digest::parse);
    return in.isPresent() && pinned.isPresent()
        ? new Told.Quarantined(in.get().at(pinned.get()))
        : impossible("what was quarantined is missing or impossible");
  }

  boolean isManifest() {
    return MANIFESTS.contains(mediaType) || INDEXES.contains(mediaType);
  }

  /** A configuration that is no image's, or layers of which none is an image's; false where no parts are told. */
  private boolean isArtifact() {
    if (parts.isEmpty() || INDEXES.contains(mediaType)) {
      return false;
    }
    List<String> layers = parts.stream().filter(part -> !IMAGE_CONFIGS.contains(part)).toList();
    boolean anyOfAnImage = layers.stream().anyMatch(part -> IMAGE_LAYERS.stream().anyMatch(part::startsWith));
    boolean noConfig = layers.size() == parts.size();
    return noConfig || !(layers.isEmpty() || anyOfAnImage);
  }

  private Optional<Told> otherHost(Origin origin) {
    return host.filter(name -> !origin.isNamed(name)).map(name -> new Told.Nothing(Kind.OTHER_HOST,
        "it names another registry host than " + origin.host() + inBrackets(name)));
  }

  /** Only what looks like a host is repeated: the record is read by people and terminals. */
  private static String inBrackets(String host) {
    return HOST.matcher(host).matches() ? " (" + host + ")" : "";
  }

  private static Told impossible(String why) {
    return new Told.Nothing(Kind.IMPOSSIBLE, why);
  }
}
