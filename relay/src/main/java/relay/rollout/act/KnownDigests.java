package relay.rollout.act;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.rollout.Change;
import relay.rollout.record.Journal;

/** The digests that an app's record and history name, so that a person can write them short. Blocks as the journal does. */
public final class KnownDigests {
  private static final int LATEST = 200;
  private static final Pattern SHORT = Pattern.compile("(?:sha256:)?[0-9a-f]{6,63}");
  private final Journal journal;

  public KnownDigests(Journal journal) {
    this.journal = journal;
  }

  /** Whether it can be meant as a digest, whole or short. */
  public static boolean isDigest(String text) {
    return Digest.parse(text).isPresent() || SHORT.matcher(text).matches();
  }

  /**
   * The digest that is meant: whole ones as they are, short ones by their first six hex digits or more.
   *
   * @throws OperationRefusedException when none or several known ones begin so
   */
  public Digest resolve(AppSettings app, String text) {
    Optional<Digest> whole = Digest.parse(text);
    if (whole.isPresent()) {
      return whole.get();
    }
    String prefix = text.startsWith("sha256:") ? text : "sha256:" + text;
    List<Digest> found = all(app).stream().filter(digest -> digest.value().startsWith(prefix)).toList();
    if (found.isEmpty()) {
      throw OperationRefusedException.unknownDigest(text, app.repository());
    }
    if (found.size() > 1) {
      throw OperationRefusedException.ambiguousDigest(text);
    }
    return found.getFirst();
  }

  private Set<Digest> all(AppSettings app) {
    AppRecord record = journal.record(app.name());
    Set<Digest> all = new LinkedHashSet<>(record.rejected().keySet());
    record.proven().forEach(proven -> all.add(proven.image().digest()));
    record.presumed().map(PinnedImage::digest).ifPresent(all::add);
    record.live().flatMap(ConfiguredImage::pinned).map(PinnedImage::digest).ifPresent(all::add);
    record.configured().flatMap(ConfiguredImage::pinned).map(PinnedImage::digest).ifPresent(all::add);
    journal.history(Optional.of(app.name()), LATEST).forEach(rollout -> {
      rollout.digest().ifPresent(all::add);
      rollout.state().changed().map(Change::from).flatMap(ConfiguredImage::pinned).map(PinnedImage::digest)
          .ifPresent(all::add);
    });
    return all;
  }
}
