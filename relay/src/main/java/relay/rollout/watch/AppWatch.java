package relay.rollout.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.AppRecord;
import relay.app.AppSettings;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.Observation;
import relay.app.Observation.Condition;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.health.Baseline;
import relay.health.check.HealthCheck;
import relay.image.RegistryException;
import relay.rollout.Change;
import relay.rollout.Rollout;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;
import relay.rollout.record.RolloutListener;
import relay.rollout.run.FirstSight;
import relay.rollout.run.Runner;
import relay.time.Waiter;

/** Looks at an idle app: at first sight, for drift, whether it answers, and whether a stuck one has come back. */
public final class AppWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AppWatch.class);
  private final AppSettings settings;
  private final WebApp app;
  private final HealthCheck health;
  private final Journal journal;
  private final RolloutListener listener;
  private final Waiter waiter;
  private final FirstSight firstSight;
  private final DriftWatch drift;
  private final Recovery recovery;

  public AppWatch(Runner.Site site) {
    this.settings = site.settings();
    this.app = site.app();
    this.health = site.health();
    this.journal = site.journal();
    this.listener = site.listener();
    this.waiter = site.waiter();
    this.firstSight = new FirstSight(settings, app, site.registry(), journal);
    this.drift = new DriftWatch(settings, journal, waiter);
    this.recovery = new Recovery(site);
  }

  /** One look at an app that no rollout touches right now. False when nothing of it could be seen. */
  public boolean look() throws InterruptedException {
    Condition condition;
    try {
      condition = seen();
    } catch (WebAppException e) {
      condition = new Condition.Unseen(e.code(), text(e));
    } catch (RegistryException e) {
      LOG.warn("{}: the first sight waits for the registry: {}", settings.name(), e.getMessage());
      condition = new Condition.Unseen("registry-unusable", text(e));
    }
    boolean visible = !(condition instanceof Condition.Unseen);
    listener.visible(settings.name(), visible);
    observed(condition);
    return visible;
  }

  private Condition seen() throws WebAppException, RegistryException, InterruptedException {
    firstSight.ensure();
    AppView view = app.look();
    Optional<Rollout> stuck = journal.stuck(settings.name());
    if (stuck.isPresent()) {
      recovery.tryIt(stuck.get(), view);
      view = app.look();
    }
    AppName name = settings.name();
    takeAsLive(stuck, view.live());
    AppRecord record = journal.record(name);
    List<Effect> effects = new ArrayList<>(drift.found(record, view.live()));
    boolean drifted = settings.mode() == AppSettings.Mode.ACT && drift.isDrift(record, view.live());
    listener.drift(name, drifted);
    if (!effects.isEmpty()) {
      journal.apply(name, new Actor.Relay(), "look at the idle app", effects);
    }
    return drifted ? new Condition.Drifted(view.live()) : probed(view);
  }

  /** What a stuck rollout left half done is no change by someone else. */
  private void takeAsLive(Optional<Rollout> stuck, ConfiguredImage found) {
    Optional<Change> change = stuck.flatMap(rollout -> rollout.state().changed());
    boolean known = journal.record(settings.name()).live().filter(found::sameAs).isPresent();
    if (!known && change.filter(left -> left.ownWrites().stream().anyMatch(found::sameAs)).isPresent()) {
      Optional<String> tag = change.filter(left -> found.runs(left.target())).map(Change::tag).orElse(Optional.empty());
      journal.apply(settings.name(), new Actor.Relay(), "what the stuck rollout left",
          List.of(new Effect.Live(found, tag)));
    }
  }

  private Condition probed(AppView view) throws InterruptedException {
    if (!view.running()) {
      return new Condition.Unwell("the app is stopped");
    }
    return switch (health.baseline()) {
      case Baseline.Invisible(var detail) -> new Condition.Unseen("cannot-see-app", detail);
      case Baseline.Seen seen when seen.well() -> new Condition.Well();
      case Baseline.Seen seen -> new Condition.Unwell(seen.detail());
    };
  }

  private void observed(Condition condition) {
    Optional<Condition> before = journal.record(settings.name()).observation().map(Observation::condition);
    if (before.filter(known -> isSame(known, condition)).isEmpty()) {
      var observation = new Observation(condition, waiter.now());
      journal.apply(settings.name(), new Actor.Relay(), "look at the idle app",
          List.of(new Effect.Observed(observation)));
    }
  }

  /** Details may change with each look; a new one is no news. */
  private static boolean isSame(Condition before, Condition now) {
    return switch (now) {
      case Condition.Well _ -> before instanceof Condition.Well;
      case Condition.Unwell _ -> before instanceof Condition.Unwell;
      case Condition.Unseen(var code, _) -> before instanceof Condition.Unseen(var known, _) && known.equals(code);
      case Condition.Drifted(var found) ->
        before instanceof Condition.Drifted(var known) && known.sameAs(found);
    };
  }

  private static String text(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
