package relay.api;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import relay.app.AppName;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.rollout.RolloutId;
import relay.rollout.record.Journal;

/** The configured apps, in the order of the configuration, and what the journal knows of them. */
final class Apps {
  private static final int MOST_NAMED = 10;
  private final Map<String, ManagedApp> apps = new LinkedHashMap<>();
  private final Journal journal;

  Apps(List<ManagedApp> apps, Journal journal) {
    apps.forEach(app -> this.apps.put(app.settings().name().value(), app));
    this.journal = journal;
  }

  /** The app that the path names; throws a 404 when none is configured so. */
  ManagedApp named(RoutingContext ctx) {
    return Optional.ofNullable(apps.get(ctx.pathParam("app")))
        .orElseThrow(() -> unknown(ctx.pathParam("app")));
  }

  /** Names the few that there are: most often the name was mistyped. */
  private ProblemException unknown(@Nullable String name) {
    String asked = name != null && AppName.isName(name) ? " as " + name : " so";
    String some = apps.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    String more = apps.size() > MOST_NAMED ? " and " + (apps.size() - MOST_NAMED) + " more" : "";
    return new ProblemException(new Problem.NotFound("no app is configured" + asked + "; there are " + some + more));
  }

  /** Throws a 409 when the configuration does not name the rollout's app any more: nobody would take it up. Blocks. */
  void requireConfigured(RolloutId id) {
    journal.rollout(id).filter(rollout -> !apps.containsKey(rollout.app().value())).ifPresent(rollout -> {
      throw new ProblemException(new Problem.Conflict("not-configured",
          "the configuration does not name the app " + rollout.app() + " any more"));
    });
  }

  /** Throws a 404 when the app is neither configured nor known from its rollouts. Blocks. */
  void requireKnown(AppName name) {
    if (!apps.containsKey(name.value()) && journal.history(Optional.of(name), 1).isEmpty()) {
      throw unknown(name.value());
    }
  }

  List<ManagedApp> all() {
    return List.copyOf(apps.values());
  }

  /** Blocks. */
  JsonObject view(ManagedApp app) {
    var name = app.settings().name();
    return AppJson.of(app, new AppJson.Seen(journal.record(name),
        journal.history(Optional.of(name), 1).stream().findFirst(), journal.unfinished(name), journal.stuck(name)));
  }
}
