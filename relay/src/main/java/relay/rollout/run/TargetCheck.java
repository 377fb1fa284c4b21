package relay.rollout.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.RejectReason;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.TagPolicy;
import relay.rollout.Cause;
import relay.rollout.DesiredImage;
import relay.rollout.NoChange;
import relay.rollout.Refusal;
import relay.rollout.RolloutRequest;
import relay.rollout.record.Note;
import relay.time.Deadline;
import relay.time.Waiter;

/** Pins what was wanted at the registry and finds out whether it may be deployed. Reads only; safe to repeat. */
final class TargetCheck {
  private final AppSettings settings;
  private final Registry registry;
  private final Waiter waiter;
  private final Predicate<PinnedImage> quarantined;

  TargetCheck(AppSettings settings, Registry registry, Waiter waiter, Predicate<PinnedImage> quarantined) {
    this.settings = settings;
    this.registry = registry;
    this.waiter = waiter;
    this.quarantined = quarantined;
  }

  sealed interface Result {
    /** {@code tag}: what it was pinned from. */
    record Found(ImageDetails details, Optional<String> tag, List<Note> notes) implements Result {}

    /** {@code image}: the digest that the reason concerns; empty when the tag names none. */
    record Refused(Refusal why, Optional<Digest> image) implements Result {}

    record Ended(NoChange why) implements Result {}

    record Cut() implements Result {}
  }

  /** Pins {@code desired} for the rollout and checks what it names. */
  Result find(RolloutRequest request, DesiredImage.ByTagOrDigest desired, AppRecord record, BooleanSupplier cut)
      throws RegistryException, InterruptedException {
    return switch (desired) {
      case DesiredImage.ByDigest(var image, var tag) -> byDigest(request, image, tag, record, cut);
      case DesiredImage.ByTag(var image, var claimed) -> byTag(request, image, claimed, record, cut);
    };
  }

  private Result byDigest(RolloutRequest request, PinnedImage image, Optional<String> tag, AppRecord record,
      BooleanSupplier cut) throws RegistryException, InterruptedException {
    Deadline end = Deadline.in(waiter, settings.unknownDigestRetry());
    while (!registry.holds(image, settings.platform())) {
      if (cut.getAsBoolean()) {
        return new Result.Cut();
      }
      if (end.passed()) {
        return refused(image, new Refusal.NotInRegistry(image));
      }
      waiter.pause(settings.health().interval());
    }
    return inspect(request, image, tag, record, List.of());
  }

  /** Replication may take minutes: a claimed digest, or the tag of a push, is waited for before the tag decides. */
  private Result byTag(RolloutRequest request, ImageReference image, Optional<Digest> claimed, AppRecord record,
      BooleanSupplier cut) throws RegistryException, InterruptedException {
    boolean patient = request.cause() instanceof Cause.Pushed;
    Deadline end = Deadline.in(waiter, settings.unknownDigestRetry());
    Optional<Digest> named = registry.digestOf(image);
    while (patient && !arrived(image, claimed, named) && !end.passed()) {
      if (cut.getAsBoolean()) {
        return new Result.Cut();
      }
      waiter.pause(settings.health().interval());
      named = registry.digestOf(image);
    }
    if (named.isEmpty()) {
      return new Result.Refused(new Refusal.NoSuchTag(image.in(), image.tag()), Optional.empty());
    }
    boolean moved = claimed.isPresent() && !claimed.equals(named);
    if (moved && request.cause() instanceof Cause.Retried) {
      return new Result.Ended(new NoChange.Outdated());
    }
    boolean neverCame = moved && record.isLiveAndProven(image.at(named.get()))
        && !registry.holds(image.at(claimed.orElseThrow()), settings.platform());
    if (neverCame) { // the tag still names what runs
      PinnedImage gone = image.at(claimed.orElseThrow());
      return refused(gone, new Refusal.NotInRegistry(gone));
    }
    List<Note> notes = moved ? List.of(new Note.TagMoved(claimed.orElseThrow(), named.get())) : List.of();
    return inspect(request, image.at(named.get()), Optional.of(image.tag()), record, notes);
  }

  private boolean arrived(ImageReference image, Optional<Digest> claimed, Optional<Digest> named)
      throws RegistryException, InterruptedException {
    return named.isPresent() && registry.holds(image.at(claimed.orElse(named.get())), settings.platform());
  }

  private Result inspect(RolloutRequest request, PinnedImage image, Optional<String> tag, AppRecord record,
      List<Note> notes) throws RegistryException, InterruptedException {
    boolean manual = request.cause().manual();
    Optional<RejectReason> rejected = Optional.ofNullable(record.rejected().get(image.digest()));
    if (quarantined.test(image)) {
      return refused(image, new Refusal.Quarantined(image));
    }
    if (rejected.isPresent() && !manual) {
      return refused(image, new Refusal.Rejected(image, rejected.get()));
    }
    Optional<Refusal> back = manual ? Optional.empty() : downgrade(image, tag, record);
    if (back.isPresent()) {
      return refused(image, back.get());
    }
    Optional<ImageDetails> details = registry.describe(image, settings.platform());
    if (details.isEmpty() || !registry.holds(image, settings.platform())) {
      return refused(image, new Refusal.NotInRegistry(image));
    }
    if (details.get().artifactType().isPresent()) {
      return refused(image, new Refusal.NotAnImage(details.get().artifactType().get()));
    }
    if (!details.get().platforms().contains(settings.platform())) {
      return refused(image, new Refusal.WrongPlatform(settings.platform()));
    }
    List<Note> all = new ArrayList<>(notes);
    rejected.map(Note.RejectedBefore::new).ifPresent(all::add);
    return new Result.Found(details.get(), tag, List.copyOf(all));
  }

  private static Result refused(PinnedImage image, Refusal why) {
    return new Result.Refused(why, Optional.of(image.digest()));
  }

  /** A step back by the order of tags; where the version that runs is not known, only the newest tag is no such step. */
  private Optional<Refusal> downgrade(PinnedImage image, Optional<String> tag, AppRecord record)
      throws RegistryException, InterruptedException {
    if (tag.isEmpty() || settings.tags() instanceof TagPolicy.Exact || record.isLiveAndProven(image)) {
      return Optional.empty();
    }
    Optional<String> running = record.liveTag()
        .or(() -> record.live().flatMap(live -> live.pinned()).flatMap(record::tagOf))
        .filter(settings.tags()::watches);
    if (running.isPresent()) {
      return settings.tags().isDowngrade(running.get(), tag.get())
          ? Optional.of(new Refusal.Downgrade(running.get(), tag.get()))
          : Optional.empty();
    }
    return settings.tags().newest(registry.tags(settings.repository()).tags())
        .filter(newest -> settings.tags().isDowngrade(newest, tag.get()))
        .map(newest -> new Refusal.Downgrade(newest, tag.get()));
  }
}
