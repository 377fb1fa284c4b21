package relay.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import relay.app.AppSettings;
import relay.image.TagPolicy;
import relay.reconcile.RegistryHook.State;
import relay.time.Waiter;

/**
 * Tries the way from a registry to its receiver: looks at its webhooks, has each send a ping and waits for it at the receiver.
 * Faults are metrics and a detail of readiness; they do not make the relay unready, since it still finds the pushes itself
 * and closing its receivers would mend nothing. Runs on one thread; what it found may be read, and pings reported, from any.
 */
final class SelfTest {
  private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);
  private final String registry;
  private final List<RegistryHook> hooks;
  private final List<AppSettings> apps;
  private final ReconcileSettings settings;
  private final Waiter waiter;
  private final ReconcileListener listener;
  private final Notices notices = new Notices(LOG);
  private volatile Map<HookFault, String> faults = Map.of();
  private volatile Instant lastPing = Instant.MIN;
  private volatile Instant lastDelivery;

  SelfTest(String registry, List<RegistryHook> hooks, List<AppSettings> apps, ReconcileSettings settings, Waiter waiter,
      ReconcileListener listener) {
    this.registry = registry;
    this.hooks = List.copyOf(hooks);
    this.apps = List.copyOf(apps);
    this.settings = settings;
    this.waiter = waiter;
    this.listener = listener;
    this.lastDelivery = waiter.now(); // nobody can be blamed for what was before
  }

  /** A genuine delivery came through a receiver of the registry; must not wait. */
  void delivered(boolean ping, Instant at) {
    lastDelivery = at;
    if (ping) {
      lastPing = at;
    }
  }

  /** What is wrong, as one sentence for people; empty when nothing is known to be. */
  String inWords() {
    return faults.values().stream().map(fault -> registry + ": " + fault).collect(Collectors.joining("; "));
  }

  void run() throws InterruptedException {
    Map<HookFault, String> found = new EnumMap<>(HookFault.class);
    boolean everyPush = true;
    List<State> states = new ArrayList<>();
    for (RegistryHook hook : hooks) {
      try {
        State state = hook.look();
        states.add(state);
        test(hook, state, found);
      } catch (HookException e) {
        everyPush = false;
        found.put(e.kind() == HookException.Kind.NOT_FOUND ? HookFault.MISSING : HookFault.UNSEEN,
            "webhook " + hook.name() + ": " + e.getMessage());
      }
    }
    if (everyPush && !hooks.isEmpty()) {
      uncovered(states).ifPresent(app -> found.put(HookFault.SCOPE, "no webhook sends the pushes of " + app.repository()
          + " that " + app.name() + " follows (" + app.tags() + ")"));
    }
    silence().ifPresent(why -> found.put(HookFault.SILENT, why));
    publish(found);
  }

  /** The cheap part, between the tests: how long it has been silent. */
  void listen() {
    Map<HookFault, String> found = new EnumMap<>(HookFault.class);
    found.putAll(faults);
    found.remove(HookFault.SILENT);
    silence().ifPresent(why -> found.put(HookFault.SILENT, why));
    publish(found);
  }

  private void test(RegistryHook hook, State state, Map<HookFault, String> found)
      throws HookException, InterruptedException {
    String name = "webhook " + hook.name();
    if (!state.enabled()) {
      found.put(HookFault.DISABLED, name + " is disabled");
      return;
    }
    Instant asked = waiter.now();
    hook.ping();
    Instant end = asked.plus(settings.pingWithin());
    while (lastPing.isBefore(asked) && waiter.now().isBefore(end)) {
      waiter.pause(Duration.between(waiter.now(), end));
    }
    if (lastPing.isBefore(asked)) {
      found.put(HookFault.PING_LOST, "a ping of " + name + " did not arrive within "
          + settings.pingWithin().toMillis() / 1000.0 + " s");
      elsewhere(hook).ifPresent(why -> found.put(HookFault.ELSEWHERE, why));
    }
  }

  /** Where it sends is a secret of the webhook's; its log tells the path, and only a foreign one proves anything. */
  private Optional<String> elsewhere(RegistryHook hook) throws InterruptedException {
    try {
      return hook.log().stream().filter(sent -> sent.at().isPresent() && sent.path().isPresent())
          .max(Comparator.comparing(sent -> sent.at().orElseThrow()))
          .filter(newest -> !newest.path().get().endsWith("/hooks/acr/" + registry))
          .map(_ -> "webhook " + hook.name() + " sends to another path than /hooks/acr/" + registry);
    } catch (HookException unread) {
      return Optional.empty(); // the lost ping is known already
    }
  }

  private Optional<AppSettings> uncovered(List<State> states) {
    return apps.stream().filter(app -> states.stream().noneMatch(
        state -> state.enabled() && state.actions().contains("push") && covers(state.scope(), app))).findFirst();
  }

  /** {@code repo:*} all tags, {@code repo:tag} that one, {@code repo} its tag latest, empty everything. */
  static boolean covers(String scope, AppSettings app) {
    if (scope.isEmpty()) {
      return true;
    }
    int colon = scope.indexOf(':');
    String repository = colon < 0 ? scope : scope.substring(0, colon);
    String tag = colon < 0 ? "latest" : scope.substring(colon + 1);
    return repository.equals(app.repository().path())
        && (tag.equals("*") || (app.tags() instanceof TagPolicy.Exact(var followed) && followed.equals(tag)));
  }

  private Optional<String> silence() {
    Duration quiet = Duration.between(lastDelivery, waiter.now());
    return settings.silence().isPositive() && quiet.compareTo(settings.silence()) > 0
        ? Optional.of("nothing was delivered for " + quiet.toHours() + " h")
        : Optional.empty();
  }

  private void publish(Map<HookFault, String> found) {
    for (HookFault fault : HookFault.values()) {
      Optional<String> why = Optional.ofNullable(found.get(fault));
      listener.fault(registry, fault, why.isPresent());
      why.ifPresentOrElse(sentence -> notices.once(fault.label(), registry + ": " + sentence),
          () -> notices.over(fault.label()));
    }
    faults = Map.copyOf(found);
  }
}
