package relay.rollout.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.DesiredImage;
import relay.time.Waiter;

/** Pins what was wanted at the registry and finds out whether it is something that may be deployed. */
public final class TargetCheck {
  /** How the refusals begin that may pass by themselves: the image can still appear, or be released. */
  public static final String NOT_HELD = "not in the registry";
  public static final String QUARANTINED = "quarantined";
  private final AppSettings settings;
  private final Registry registry;
  private final Waiter waiter;
  private final Predicate<PinnedImage> quarantined;

  public TargetCheck(AppSettings settings, Registry registry, Waiter waiter, Predicate<PinnedImage> quarantined) {
    this.settings = settings;
    this.registry = registry;
    this.waiter = waiter;
    this.quarantined = quarantined;
  }

  public sealed interface Result {}

  /** {@code tag}: what it was pinned from; {@code notes}: sentences for the timeline. */
  public record Found(ImageDetails details, Optional<String> tag, List<String> notes) implements Result {}

  public record Refused(String why) implements Result {}

  public record Cut() implements Result {}

  /** {@code manual}: a person asked, so that rejections and the order of versions do not stand in the way. */
  public Result find(DesiredImage.ByTagOrDigest wanted, boolean manual, AppRecord memory, BooleanSupplier cut)
      throws RegistryException, InterruptedException {
    List<String> notes = new ArrayList<>();
    Optional<Digest> named = wanted.digest();
    if (named.isPresent()) {
      if (quarantined.test(settings.repository().at(named.get()))) {
        return inQuarantine();
      }
      Optional<Result> missing = awaitHeld(settings.repository().at(named.get()), cut);
      if (missing.isPresent()) {
        return missing.get();
      }
    }
    Optional<Digest> digest = switch (wanted) {
      case DesiredImage.ByDigest(var image, _) -> Optional.of(image.digest());
      case DesiredImage.ByTag(var image, _) -> registry.digestOf(image);
    };
    if (digest.isEmpty()) {
      return new Refused(NOT_HELD + ": " + settings.repository() + " has no tag " + wanted.tagName().orElse(""));
    }
    if (named.isPresent() && !named.equals(digest)) {
      notes.add("The tag has moved on from " + named.get().brief() + " to " + digest.get().brief()
          + "; the registry is the truth.");
    }
    return inspect(settings.repository().at(digest.get()), wanted.tagName(), manual, memory, notes);
  }

  /** Replication may take minutes: asks again until the digest is there, or refuses. Empty when it is there. */
  private Optional<Result> awaitHeld(PinnedImage image, BooleanSupplier cut)
      throws RegistryException, InterruptedException {
    Instant end = waiter.now().plus(settings.unknownDigestRetry());
    while (!registry.holds(image, settings.platform())) {
      if (cut.getAsBoolean()) {
        return Optional.of(new Cut());
      }
      if (!waiter.now().isBefore(end)) {
        return Optional.of(new Refused(NOT_HELD + ": " + image));
      }
      waiter.pause(settings.health().interval());
    }
    return Optional.empty();
  }

  private static Refused inQuarantine() {
    return new Refused(QUARANTINED + ": the registry's scanner has not released this image yet; its push will start "
        + "a rollout of its own");
  }

  private Result inspect(PinnedImage image, Optional<String> tag, boolean manual, AppRecord memory, List<String> notes)
      throws RegistryException, InterruptedException {
    if (quarantined.test(image)) {
      return inQuarantine();
    }
    String rejected = memory.rejected().get(image.digest());
    if (rejected != null && !manual) {
      return new Refused("rejected on this app: " + rejected);
    }
    boolean downgrade = tag.isPresent() && memory.liveTag().isPresent()
        && settings.tags().isDowngrade(memory.liveTag().get(), tag.get());
    if (downgrade && !manual) {
      return new Refused("a downgrade from " + memory.liveTag().get() + " to " + tag.get()
          + ", which only a person may ask for");
    }
    Optional<ImageDetails> details = registry.describe(image, settings.platform());
    if (details.isEmpty()) {
      return new Refused(NOT_HELD + ": " + image);
    }
    if (details.get().artifactType().isPresent()) {
      return new Refused("not a container image but " + details.get().artifactType().get());
    }
    if (!details.get().platforms().contains(settings.platform())) {
      return new Refused("the image does not run on " + settings.platform());
    }
    if (rejected != null) {
      notes.add("This digest was rejected before (" + rejected + "); a person asked for it all the same.");
    }
    return new Found(details.get(), tag, List.copyOf(notes));
  }
}
