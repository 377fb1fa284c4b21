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
import relay.intake.ParsedEvent.Skipped;
import relay.intake.SkipReason.Part;
import relay.push.Deletion;

/**
 * What an event names, as the sender wrote it: nothing of it is trusted yet. One reader for all receivers, so that the
 * same push is the same push whichever of them takes it. An empty text counts as absent.
 *
 * @param host the registry's host as the sender knows it; empty when it names none
 * @param mediaType of what was pushed; empty text when the sender names none
 * @param parts media types of what a manifest refers to, as far as the sender names them
 * @param at when the sender says it was; empty when that is missing or invalid
 */
public record EventTarget(Optional<String> host, Optional<String> repository, Optional<String> digest,
    Optional<String> tag, String mediaType, List<String> parts, Optional<Instant> at) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,255}");
  private static final Set<String> INDEXES = Set.of("application/vnd.oci.image.index.v1+json",
      "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> MANIFESTS = Set.of("application/vnd.oci.image.manifest.v1+json",
      "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> IMAGE_CONFIGS = Set.of("application/vnd.oci.image.config.v1+json",
      "application/vnd.docker.container.image.v1+json");
  private static final List<String> IMAGE_LAYERS = List.of("application/vnd.oci.image.layer.",
      "application/vnd.docker.image.rootfs.");
  private static final List<String> HELM = List.of("application/vnd.acr.helm.", "application/vnd.cncf.helm.");

  public EventTarget {
    host = unlessEmpty(host);
    repository = unlessEmpty(repository);
    digest = unlessEmpty(digest);
    tag = unlessEmpty(tag);
    mediaType = mediaType.toLowerCase(Locale.ROOT);
    parts = List.copyOf(parts);
  }

  private static Optional<String> unlessEmpty(Optional<String> text) {
    return text.filter(value -> !value.isEmpty());
  }

  /** A push of it. {@code received} stands in for a time that is missing. */
  public ParsedEvent pushed(SourceRegistry source, Instant received) {
    Optional<SkipReason> foreign = otherHost(source);
    if (foreign.isPresent()) {
      return new Skipped(foreign.get());
    }
    Optional<Repository> in = repository.flatMap(source::repository);
    if (in.isEmpty()) {
      return invalid(Part.REPOSITORY);
    }
    if (HELM.stream().anyMatch(mediaType::startsWith)) {
      return new Skipped(new SkipReason.Chart());
    }
    Optional<Digest> parsed = digest.flatMap(Digest::parse);
    if (digest.isPresent() && parsed.isEmpty()) {
      return invalid(Part.DIGEST);
    }
    if (!mediaType.isEmpty() && !isManifest()) {
      return new Skipped(new SkipReason.Artifact());
    }
    if (tag.isEmpty()) {
      return new Skipped(new SkipReason.Untagged());
    }
    if (!ImageReference.isTag(tag.get())) {
      return invalid(Part.TAG);
    }
    if (ImageReference.isCompanionTag(tag.get())) {
      return new Skipped(new SkipReason.Companion());
    }
    if (isArtifact()) {
      return new Skipped(new SkipReason.Artifact());
    }
    return new ParsedEvent.Pushed(source.registry(), in.get().tagged(tag.get()), parsed, at.orElse(received));
  }

  /** A deletion of it: of a manifest, of a tag, or where neither is named of the repository. */
  public ParsedEvent deleted(SourceRegistry source) {
    Optional<SkipReason> foreign = otherHost(source);
    if (foreign.isPresent()) {
      return new Skipped(foreign.get());
    }
    Optional<Repository> in = repository.flatMap(source::repository);
    if (in.isEmpty()) {
      return invalid(Part.REPOSITORY);
    }
    Optional<Digest> parsed = digest.flatMap(Digest::parse);
    if (digest.isPresent() && parsed.isEmpty()) {
      return invalid(Part.DIGEST);
    }
    if (tag.filter(name -> !ImageReference.isTag(name)).isPresent()) {
      return invalid(Part.TAG);
    }
    return new ParsedEvent.Deleted(new Deletion(source.registry(), in.get(), parsed, tag));
  }

  /** A quarantine of it. */
  public ParsedEvent quarantined(SourceRegistry source) {
    Optional<SkipReason> foreign = otherHost(source);
    if (foreign.isPresent()) {
      return new Skipped(foreign.get());
    }
    Optional<Repository> in = repository.flatMap(source::repository);
    if (in.isEmpty()) {
      return invalid(Part.REPOSITORY);
    }
    Optional<Digest> parsed = digest.flatMap(Digest::parse);
    return parsed.isPresent() ? new ParsedEvent.Quarantined(in.get().at(parsed.get())) : invalid(Part.DIGEST);
  }

  public boolean isManifest() {
    return MANIFESTS.contains(mediaType) || INDEXES.contains(mediaType);
  }

  /** A configuration that is no image's, or layers of which none is an image's; false where no parts are named. */
  private boolean isArtifact() {
    if (parts.isEmpty() || INDEXES.contains(mediaType)) {
      return false;
    }
    List<String> layers = parts.stream().filter(part -> !IMAGE_CONFIGS.contains(part)).toList();
    boolean anyOfAnImage = layers.stream().anyMatch(part -> IMAGE_LAYERS.stream().anyMatch(part::startsWith));
    boolean noConfig = layers.size() == parts.size();
    return noConfig || !(layers.isEmpty() || anyOfAnImage);
  }

  /** Only what looks like a host is repeated: the record is read by people and terminals. */
  private Optional<SkipReason> otherHost(SourceRegistry source) {
    return host.filter(name -> !source.isNamed(name))
        .map(name -> new SkipReason.OtherHost(source.host(),
            Optional.of(name).filter(text -> HOST.matcher(text).matches())));
  }

  private static ParsedEvent invalid(Part part) {
    return new Skipped(new SkipReason.Invalid(part));
  }
}
