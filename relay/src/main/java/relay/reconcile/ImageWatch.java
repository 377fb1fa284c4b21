package relay.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.ProvenImage;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.rollout.Rollout;
import relay.rollout.record.Announcement;
import relay.rollout.record.Effect;
import relay.rollout.record.ImageRisk;
import relay.rollout.record.ImageRole;
import relay.rollout.record.Journal;
import relay.rollout.record.JournalException;
import relay.rollout.record.Moment;
import relay.rollout.record.Note;
import relay.rollout.record.Words;
import relay.time.Waiter;

/**
 * Watches the images that apps depend on: one that is live is pulled again at the next restart, the rollback target is pulled when
 * it is needed. Missing ones, and those that no tag names, so that retention may purge them, are reported once: log, metric,
 * timeline, announcement. One thread.
 */
final class ImageWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ImageWatch.class);

  private record Watched(PinnedImage image, List<String> hints) {}

  private record Pulled(PinnedImage image, Platform platform) {}

  private record Place(AppName app, ImageRole role) {}

  private record Standing(PinnedImage image, ImageRisk risk) {}

  private final List<AppSettings> apps;
  private final Registry registry;
  private final Journal journal;
  private final Waiter waiter;
  private final ReconcileListener listener;
  private final Names names;
  private final Map<Place, Standing> standing = new HashMap<>();
  private final Notices notices = new Notices(LOG);

  ImageWatch(List<AppSettings> apps, Registry registry, Journal journal, Waiter waiter, ReconcileListener listener) {
    this.apps = List.copyOf(apps);
    this.registry = registry;
    this.journal = journal;
    this.waiter = waiter;
    this.listener = listener;
    this.names = new Names(registry, waiter);
  }

  /**
   * One look at all images of all apps; true when every one could be looked at.
   *
   * @throws RegistryException when the registry as a whole does not answer
   */
  boolean round() throws RegistryException, InterruptedException {
    Set<PinnedImage> watched = new HashSet<>();
    boolean whole = look(apps, false, watched);
    names.keep(watched);
    return whole;
  }

  /** As {@link #round}, for the apps that {@code concerned} names, with a fresh search for their names. */
  boolean lookAtOnce(Set<AppName> concerned) throws RegistryException, InterruptedException {
    return look(apps.stream().filter(app -> concerned.contains(app.name())).toList(), true, new HashSet<>());
  }

  private boolean look(List<AppSettings> some, boolean atOnce, Set<PinnedImage> watched)
      throws RegistryException, InterruptedException {
    Map<Pulled, Optional<ImageRisk>> asked = new HashMap<>(); // many apps may run one image
    boolean whole = true;
    for (AppSettings app : some) {
      try {
        Map<ImageRole, Watched> images = images(app);
        for (ImageRole role : ImageRole.values()) {
          Watched image = images.get(role);
          Optional<Pulled> pulled = Optional.ofNullable(image).map(one -> new Pulled(one.image(), app.platform()));
          if (image != null && !asked.containsKey(pulled.get())) {
            watched.add(image.image());
            asked.put(pulled.get(), risk(image, app.platform(), atOnce));
          }
          tell(app, role, Optional.ofNullable(image).map(Watched::image),
              pulled.flatMap(one -> asked.getOrDefault(one, Optional.empty())));
        }
        notices.over(app.name().value());
      } catch (JournalException e) {
        throw e;
      } catch (RuntimeException fault) {
        LOG.error("{}: its images could not be looked at", app.name(), fault);
        whole = false;
      } catch (RegistryException e) {
        if (e.kind() == Kind.UNAVAILABLE) {
          throw e;
        }
        notices.once(app.name().value(), app.name() + ": its images cannot be looked at: " + e.getMessage());
        whole = false;
      }
    }
    return whole;
  }

  private Optional<ImageRisk> risk(Watched watched, Platform platform, boolean atOnce)
      throws RegistryException, InterruptedException {
    if (!registry.holds(watched.image(), platform)) {
      return Optional.of(ImageRisk.MISSING);
    }
    return names.of(watched.image(), watched.hints(), atOnce) == Names.Named.NO
        ? Optional.of(ImageRisk.UNTAGGED)
        : Optional.empty();
  }

  /** What is live, and what comes next when that has to go: the newest proven image, else the one found at first sight. */
  private Map<ImageRole, Watched> images(AppSettings app) {
    AppRecord record = journal.record(app.name());
    Map<ImageRole, Watched> images = new EnumMap<>(ImageRole.class);
    Optional<PinnedImage> live = record.live().flatMap(ConfiguredImage::pinned).or(record::presumed)
        .filter(image -> image.in().equals(app.repository()));
    live.ifPresent(image -> images.put(ImageRole.LIVE, new Watched(image, record.liveTag().stream().toList())));
    List<PinnedImage> before = new ArrayList<>(record.proven().stream().map(ProvenImage::image).toList());
    record.presumed().ifPresent(before::add);
    before.stream()
        .filter(image -> image.in().equals(app.repository()) && !live.equals(Optional.of(image))
            && !record.isRejected(image))
        .findFirst().ifPresent(image -> images.put(ImageRole.ROLLBACK_TARGET, new Watched(image, List.of())));
    return images;
  }

  private void tell(AppSettings app, ImageRole role, Optional<PinnedImage> image, Optional<ImageRisk> risk) {
    listener.atRisk(app.name(), role, risk.isPresent());
    var place = new Place(app.name(), role);
    Standing now = image.isPresent() && risk.isPresent() ? new Standing(image.get(), risk.get()) : null;
    Standing before = now == null ? standing.remove(place) : standing.put(place, now);
    if (now != null && !now.equals(before)) {
      raise(app, role, now);
    } else if (now == null && before != null) {
      LOG.info("{}: its {} image is no longer at risk", app.name(), role.label());
    }
  }

  private void raise(AppSettings app, ImageRole role, Standing at) {
    var note = new Note.AtRisk(role, at.image(), at.risk());
    LOG.warn("{}: {}", app.name(), Words.noted(note));
    Optional<Rollout> newest = journal.history(Optional.of(app.name()), 1).stream().findFirst();
    boolean said = newest.isPresent() && journal.timeline(newest.get().id()).stream()
        .anyMatch(moment -> moment.entry().equals(new Moment.Entry.Noted(note))); // before a restart
    if (said) {
      return;
    }
    newest.ifPresent(rollout -> journal.note(rollout.id(), note));
    var announcement = new Announcement(app.name(), waiter.now(),
        new Announcement.Subject.ImageAtRisk(role, at.image(), at.risk()));
    journal.apply(app.name(), new Actor.Relay(), "an image is at risk", List.of(new Effect.Announce(announcement)));
  }
}
