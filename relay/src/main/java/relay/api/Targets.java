package relay.api;

import java.util.List;
import java.util.Optional;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.ConfiguredImage;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.rollout.DesiredImage;
import relay.rollout.Journal;
import relay.rollout.Rollout;
import relay.rollout.RolloutId;
import relay.rollout.RolloutState.Healthy;

/** Which image a person means. Blocks where it asks the journal; the registry is asked by the rollout itself. */
final class Targets {
  /** How far back the tag of a digest is looked for; it is for people only. */
  private static final int TAG_SEARCH = 200;
  private static final int MOST_CANDIDATES = 5;

  private final Journal journal;

  Targets(Journal journal) {
    this.journal = journal;
  }

  /** A deploy names a tag or a digest of the app's repository. */
  static DesiredImage deployed(ManagedApp app, Asked asked) {
    var repository = app.settings().repository();
    Optional<String> tag = asked.text("tag");
    Optional<Digest> digest = asked.digest("digest");
    if (tag.isPresent() == digest.isPresent()) {
      throw Asked.malformed("name either a tag or a digest");
    }
    if (tag.isPresent() && !ImageReference.isTag(tag.get())) {
      throw Asked.malformed("tag is none that a registry can hold");
    }
    return digest.<DesiredImage>map(one -> new DesiredImage.ByDigest(repository.at(one), Optional.empty()))
        .orElseGet(() -> new DesiredImage.ByTag(repository.tagged(tag.orElseThrow()), Optional.empty()));
  }

  /** A rollback names a rollout that ended Healthy, a digest, or nothing: then the newest proven one that may be. */
  DesiredImage rolledBackTo(ManagedApp app, Asked asked) {
    AppName name = app.settings().name();
    if (!asked.has("to")) {
      return newestProven(name);
    }
    Optional<RolloutId> rollout = asked.rollout("to");
    if (rollout.isPresent()) {
      return broughtBy(name, rollout.get());
    }
    PinnedImage image = app.settings().repository()
        .at(asked.text("to").flatMap(Digest::parse)
            .orElseThrow(() -> Asked.malformed("to must be a rollout's id or a digest")));
    return new DesiredImage.ByDigest(image, tagOf(name, image));
  }

  /** Several, since the registry may not hold the newest any more. */
  private DesiredImage newestProven(AppName app) {
    AppRecord memory = journal.memory(app);
    List<DesiredImage.ByDigest> proven = memory.proven().stream()
        .filter(image -> memory.expected().filter(live -> live.runs(image)).isEmpty())
        .filter(image -> !memory.rejected().containsKey(image.digest())).limit(MOST_CANDIDATES)
        .map(image -> new DesiredImage.ByDigest(image, tagOf(app, image))).toList();
    if (proven.isEmpty()) {
      throw conflict("there is no digest proven here that is neither live nor rejected");
    }
    return proven.size() == 1
        ? proven.getFirst()
        : new DesiredImage.FirstAvailable(proven.getFirst(), proven.subList(1, proven.size()));
  }

  /** What the app ran before somebody else changed it. */
  DesiredImage expected(AppName app) {
    AppRecord memory = journal.memory(app);
    return memory.expected().flatMap(ConfiguredImage::pinned)
        .map(image -> new DesiredImage.ByDigest(image, memory.liveTag()))
        .orElseThrow(() -> conflict("no digest is known that this app should run; name one: deploy or rollback"));
  }

  private DesiredImage broughtBy(AppName app, RolloutId id) {
    Rollout rollout = journal.rollout(id).filter(found -> found.app().equals(app))
        .orElseThrow(() -> conflict("rollout " + id + " is none of this app"));
    if (rollout.state() instanceof Healthy(var live, _)) {
      return new DesiredImage.ByDigest(live, rollout.request().wanted().tagName());
    }
    throw conflict("rollout " + id + " did not end healthy");
  }

  private Optional<String> tagOf(AppName app, PinnedImage image) {
    return journal.history(Optional.of(app), TAG_SEARCH).stream()
        .filter(rollout -> rollout.state() instanceof Healthy(var live, _) && live.equals(image))
        .flatMap(rollout -> rollout.request().wanted().tagName().stream()).findFirst();
  }

  static ProblemException conflict(String detail) {
    return new ProblemException(new Problem.Conflict(detail));
  }
}
