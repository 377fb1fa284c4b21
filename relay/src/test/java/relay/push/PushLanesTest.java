package relay.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.coordination.LocalDecisionLock;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.image.Digest;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagPolicy;
import relay.intake.Delivery;
import relay.journal.JournalStore;
import relay.journal.Patience;
import relay.journal.engine.MemoryEngine;
import relay.rollout.Rollout;
import relay.time.WakeableWaiter;

@Timeout(120)
class PushLanesTest {
  private final Clock clock = Clock.systemUTC();
  private final JournalStore store = JournalStore.over(new MemoryEngine(), clock);
  private final List<AppSettings> apps = List.of(app("hub"), app("far"));

  private static Repository repository(String registry) {
    return new Repository(registry + ".azurecr.io", "shop");
  }

  private static AppSettings app(String registry) {
    return new AppSettings(new AppName("on-" + registry), "site-" + registry, registry, repository(registry),
        new TagPolicy.Exact("live"), Platform.LINUX_AMD64, AppSettings.Mode.ACT, HealthSettings.at("/healthz"),
        new ProofSettings(Grade.PROVEN, ProofSettings.REVISION, Optional.empty(), Optional.empty()),
        AppSettings.VaultGate.NO_WORSE, false, Duration.ofSeconds(60), AppSettings.Drift.ALERT);
  }

  private void push(String registry, String content) {
    var push = new Push(registry, repository(registry).tagged("live"),
        Optional.of(Digest.of(content.getBytes(StandardCharsets.UTF_8))),
        Instant.parse("2026-11-26T10:00:00Z"));
    var _ = Patience
        .result(store.inbox().record(new Delivery("acr", registry, clock.instant(), Optional.empty(), "push",
            "{}", List.of(push), List.of(), List.of(), List.of())));
  }

  private PushWorker worker(String registry, PushWorker.TagNow tagNow) {
    return new PushWorker(registry, apps, store.pushes(), new PushDecider(store.journal(), clock),
        new LocalDecisionLock(), tagNow, new WakeableWaiter(clock), Duration.ofSeconds(5), _ -> {});
  }

  private List<Rollout> opened(String registry) {
    return store.journal().unfinished(new AppName("on-" + registry));
  }

  @Test
  void a_registry_that_does_not_answer_delays_only_its_own_pushes() throws Exception {
    var answers = new CountDownLatch(1);
    var asked = new CountDownLatch(1);
    PushWorker far = worker("far", _ -> silent(asked, answers));
    PushWorker hub = worker("hub", _ -> Optional.empty());
    push("far", "one");
    assertThat(far.decideSome()).isTrue();
    push("far", "two"); // something is under way: the registry is asked
    push("hub", "one");
    try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waiting = lanes.submit(far::decideSome);
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(hub.decideSome()).isTrue();
      assertThat(opened("hub")).hasSize(1);
      assertThat(waiting.isDone()).isFalse();

      answers.countDown();
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(opened("far")).hasSize(2);
  }

  private static Optional<Digest> silent(CountDownLatch asked, CountDownLatch answers) throws InterruptedException {
    asked.countDown();
    answers.await();
    return Optional.empty();
  }
}
