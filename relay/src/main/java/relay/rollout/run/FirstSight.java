package relay.rollout.run;

import java.util.List;
import java.util.Optional;
import relay.app.Actor;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.image.PinnedImage;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;

/** Records what an app runs before the relay does anything with it: installing the relay changes nothing. */
public final class FirstSight {
  private final AppSettings settings;
  private final WebApp app;
  private final Registry registry;
  private final Journal journal;

  public FirstSight(AppSettings settings, WebApp app, Registry registry, Journal journal) {
    this.settings = settings;
    this.app = app;
    this.registry = registry;
    this.journal = journal;
  }

  /** Looks at the app if it was never seen. Safe to repeat, from both lanes: the first record stays. */
  public void ensure() throws WebAppException, RegistryException, InterruptedException {
    if (!journal.record(settings.name()).known()) {
      ConfiguredImage live = app.look().live();
      journal.apply(settings.name(), new Actor.Relay(), "first sight",
          List.of(new Effect.FirstSight(live, presumed(live))));
    }
  }

  private Optional<PinnedImage> presumed(ConfiguredImage live) throws RegistryException, InterruptedException {
    if (!live.isOf(settings.repository())) {
      return Optional.empty();
    }
    return live.pinned().isPresent()
        ? live.pinned()
        : registry.digestOf(live.tagged().orElseThrow()).map(settings.repository()::at);
  }
}
