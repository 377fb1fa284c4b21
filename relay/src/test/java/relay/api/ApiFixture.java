package relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.app.RejectReason;
import relay.app.RollbackTarget;
import relay.coordination.LocalDecisionLock;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.http.Calls;
import relay.http.HttpServers;
import relay.http.Management;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.image.Digest;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagPolicy;
import relay.journal.JournalStore;
import relay.journal.engine.MemoryEngine;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.act.Operations;
import relay.rollout.record.Effect;
import relay.rollout.record.Journal;

/** The API over HTTP, over a journal in memory, with one app. */
abstract class ApiFixture {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final AppName WEB = new AppName("web");
  static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  static final Digest ONE = digest("1");
  static final Digest TWO = digest("2");
  static final Digest THREE = digest("3");
  static final RejectReason BROKE = new RejectReason.LeftByRollback(1, "broke");
  static final Evidence EVIDENCE = new Evidence(Grade.PROVEN, new Evidence.Basis.Marks("abc", 3, 1));
  final Vertx vertx = Vertx.vertx();
  final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  final JournalStore store = JournalStore.over(new MemoryEngine(), clock);
  final Journal journal = store.journal();
  final List<AppName> woken = new CopyOnWriteArrayList<>();
  Calls calls;

  static Digest digest(String hex) {
    return new Digest("sha256:" + hex.repeat(64));
  }

  @BeforeEach
  void open() throws Exception {
    calls = served(journal);
  }

  Calls served(Journal over) throws Exception {
    var settings = new AppSettings(WEB, "/sites/web", "main", REPOSITORY, new TagPolicy.Exact("prod"),
        Platform.LINUX_AMD64,
        AppSettings.Mode.ACT, HealthSettings.at("/healthz"), ProofSettings.standard(), AppSettings.VaultGate.NO_WORSE,
        false, Duration.ofMinutes(5), AppSettings.Drift.ALERT);
    var api = new Api(vertx, List.of(new ManagedApp(settings, "rg-shop/app-web")), over, store.inbox(),
        ApiParts.local(), new Operations(over, new LocalDecisionLock(), woken::add, clock));
    var address = new Address("127.0.0.1", 0);
    var management = new Management(List.of(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), _ -> {});
    return new Calls(HttpServers.listen(vertx, new ServerSettings(address, Optional.of(address)), List.of(api),
        management).await(10, TimeUnit.SECONDS).mainPort());
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  JsonObject got(String path) throws Exception {
    var answer = calls.get("/api/v1" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return calls.post("/api/v1" + path, json);
  }

  static JsonObject accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var body = new JsonObject(answer.body());
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/rollouts/" + body.getLong("id"));
    return body;
  }

  static void assertProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("detail", "")).contains(detail);
  }

  /** A rollout that ended Healthy and left the app running its digest. */
  Rollout healthy(Digest digest, String tag) {
    var image = REPOSITORY.at(digest);
    Rollout rollout = journal
        .open(RolloutRequest.of(WEB, new DesiredImage.ByTag(REPOSITORY.tagged(tag), Optional.of(digest)),
            new Cause.Pushed(4, tag)));
    return journal.save(rollout, new Healthy(change(digest, digest, tag), EVIDENCE), List.of(),
        List.of(new Effect.Live(ConfiguredImage.of(image), Optional.of(tag))));
  }

  static Change change(Digest from, Digest to, String tag) {
    return new Change(REPOSITORY.at(to), ConfiguredImage.of(REPOSITORY.at(from)),
        Optional.of(new RollbackTarget.Pinned(REPOSITORY.at(from))), Expectation.NOTHING, Expectation.NOTHING, true,
        Set.of(), Optional.of(tag), Optional.empty(), Optional.empty());
  }

  /** A rollout that has the app in its hands. */
  Rollout proving(Digest from, Digest to) {
    Rollout opened = journal.open(RolloutRequest.of(WEB,
        new DesiredImage.ByDigest(REPOSITORY.at(to), Optional.empty()), new Cause.Pushed(4, "prod")));
    return journal.save(opened, new RolloutState.Proving(change(from, to, "prod"), NOW), List.of(), List.of());
  }
}
