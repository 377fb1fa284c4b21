package relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.app.AppName;
import relay.app.AppSettings;
import relay.app.ConfiguredImage;
import relay.azure.EventGridParser;
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
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagFilter;
import relay.image.TagPolicy;
import relay.intake.Delivery;
import relay.intake.Fixtures;
import relay.intake.Inbox.RecordedDelivery;
import relay.intake.ReceiverSettings;
import relay.intake.SourceRegistry;
import relay.intake.TestReceiverServices;
import relay.intake.acr.AcrReceiver;
import relay.intake.distribution.DistributionReceiver;
import relay.intake.eventgrid.EventGridReceiver;
import relay.intake.eventgrid.EventGridSettings;
import relay.intake.sender.SenderCheck;
import relay.intake.sender.SenderRules;
import relay.journal.JournalStore;
import relay.journal.engine.JournalSettings;
import relay.push.PushDecider;
import relay.push.PushWorker;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Healthy;
import relay.rollout.record.Effect;
import relay.secret.Secret;
import relay.time.WakeableWaiter;

/** Every recorded body through its receiver, against real servers and a real journal, and what becomes of it. */
class FixturesTest {
  private static final String SECRET = "hook-s3cret-2026";
  private static final String TOPIC = "/subscriptions/0a1b2c3d-1111-4222-8333-444455556666/resourceGroups/rg-reviews-prod"
      + "/providers/Microsoft.ContainerRegistry/registries/crreviewsprod";
  private static final AppName WEB = new AppName("web");
  private static final AppName OLD = new AppName("old");
  private static final AppName LAPTOP = new AppName("laptop");
  private static final List<String> ACR = List.of("acr-push-index-tagged", "acr-push-index-tagged-second-region",
      "acr-push-child-untagged", "acr-push-single-arch-docker", "acr-push-cosign-signature", "acr-push-unknown-members",
      "acr-delete", "acr-quarantine", "acr-chart-push", "acr-chart-delete", "acr-ping");
  private static final List<String> EVENT_GRID = List.of("eventgrid-single", "eventgrid-batch",
      "eventgrid-batch-one-bad", "eventgrid-chart-pushed", "eventgrid-subscription-deleted", "cloudevents-single",
      "cloudevents-batch");
  private static final List<String> DISTRIBUTION = List.of("distribution-notification-push",
      "distribution-notification-signature-push", "distribution-notification-pull",
      "distribution-notification-delete-digest", "distribution-notification-delete-tag");

  @TempDir
  Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private JournalStore journal;
  private Calls calls;
  private List<PushWorker> desks = List.of();

  @BeforeEach
  void open() throws Exception {
    Clock clock = Clock.systemUTC();
    journal = JournalStore.open(new JournalSettings(folder.resolve("relay.db"), Duration.ofDays(90), 1000), clock);
    var senders = SenderRules.anyOf(List.of(new SenderCheck.Bearer(new Secret(SECRET))));
    var shop = new SourceRegistry("shop", "crreviewsprod.azurecr.io");
    var services = TestReceiverServices.of(journal.inbox(), (_, _) -> {}, meters, clock);
    var address = new Address("127.0.0.1", 0);
    var servers = HttpServers.listen(vertx, new ServerSettings(address, Optional.of(address)),
        List.of(new AcrReceiver(List.of(new ReceiverSettings(shop, senders)), services),
            new EventGridReceiver(List.of(new EventGridSettings(shop, senders, Set.of(TOPIC), Set.of("evgs-relay"),
                EventGridSettings.ORIGINS, true)), new EventGridParser(), services),
            new DistributionReceiver(
                List.of(new ReceiverSettings(new SourceRegistry("laptop", "127.0.0.1:5000"), senders)), services)),
        new Management(List.of(), meters, _ -> {})).await(10, TimeUnit.SECONDS);
    calls = new Calls(servers.mainPort());
    var apps = List.of(app(WEB, "shop", "crreviewsprod.azurecr.io/reviews/web", new TagPolicy.Exact("1.8.0")),
        app(OLD, "shop", "crreviewsprod.azurecr.io/reviews/web", new TagPolicy.Exact("1.7.2")),
        app(LAPTOP, "laptop", "127.0.0.1:5000/reviews-app", new TagPolicy.Natural(TagFilter.NONE)));
    desks = Stream.of("shop", "laptop").map(registry -> new PushWorker(registry, apps, journal.pushes(),
        new PushDecider(journal.journal(), clock), new LocalDecisionLock(), _ -> Optional.empty(),
        new WakeableWaiter(clock), Duration.ofSeconds(5), _ -> {})).toList();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
    journal.close();
  }

  private static AppSettings app(AppName name, String registry, String repository, TagPolicy tags) {
    return new AppSettings(name, "/sites/" + name, registry, Repository.parse(repository).orElseThrow(), tags,
        Platform.LINUX_AMD64,
        AppSettings.Mode.OBSERVE, HealthSettings.at("/healthz"), ProofSettings.standard(), AppSettings.VaultGate.OFF,
        false, Duration.ofMinutes(5), AppSettings.Drift.ALERT);
  }

  private HttpResponse<String> send(String name) throws Exception {
    String type = name.startsWith("distribution")
        ? "application/vnd.docker.distribution.events.v1+json"
        : name.startsWith("cloudevents") ? "application/cloudevents+json; charset=utf-8" : "application/json";
    String receiver = name.startsWith("distribution")
        ? "distribution/laptop"
        : name.startsWith("acr") ? "acr/shop" : "eventgrid/shop";
    String event = name.contains("validation") ? "SubscriptionValidation" : "Notification";
    return calls.send("POST", "/hooks/" + receiver, Fixtures.bytes(name), "Content-Type", type, "Authorization",
        "Bearer " + SECRET, "aeg-subscription-name", "EVGS-RELAY", "aeg-event-type", event);
  }

  private RecordedDelivery newest() throws Exception {
    return journal.inbox().deliveries(1).await(10, TimeUnit.SECONDS).getFirst();
  }

  /** Decides on all that was recorded. */
  private List<Rollout> decided() throws Exception {
    for (PushWorker desk : desks) {
      boolean more = true;
      while (more) {
        more = desk.decideSome();
      }
    }
    return journal.journal().history(Optional.empty(), 100);
  }

  private void goesLive(Rollout rollout) {
    var desired = (DesiredImage.ByTag) rollout.request().desired();
    PinnedImage image = desired.image().at(desired.digest().orElseThrow());
    var change = new Change(image, ConfiguredImage.of(image), Optional.empty(), Expectation.NOTHING,
        Expectation.NOTHING, true, Set.of(), desired.tagName(), Optional.empty(), Optional.empty());
    var _ = journal.journal().save(rollout,
        new Healthy(change, new Evidence(Grade.SETTLED, new Evidence.Basis.Answers(3))), List.of(),
        List.of(new Effect.Live(ConfiguredImage.of(image), desired.tagName())));
  }

  private double counted(String receiver, String registry, String outcome) {
    var counter = meters.find("relay.events").tags("receiver", receiver, "registry", registry, "outcome", outcome)
        .counter();
    return counter == null ? 0 : counter.count();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      acr-push-index-tagged                    | 202 | push       | 1.8.0 |
      acr-push-index-tagged-second-region      | 202 | push       | 1.8.0 |
      acr-push-child-untagged                  | 202 | untagged   |       | without a tag
      acr-push-single-arch-docker              | 202 | push       | 1.7.2 |
      acr-push-cosign-signature                | 202 | companion  |       | signature
      acr-push-unknown-members                 | 202 | push       | 1.8.0 |
      acr-delete                               | 202 | deletion   |       | deletion
      acr-quarantine                           | 202 | quarantine |       | quarantined
      acr-chart-push                           | 202 | chart      |       | Helm
      acr-chart-delete                         | 202 | chart      |       | Helm
      acr-ping                                 | 200 | ping       |       | ping
      eventgrid-single                         | 200 | push       | 1.8.0 |
      eventgrid-batch                          | 200 | push       | 1.8.0 | event 1: pushed without a tag
      eventgrid-batch-one-bad                  | 200 | invalid-digest | 1.8.0 | event 2: the digest is missing or invalid
      eventgrid-chart-pushed                   | 200 | chart      |       | Helm
      eventgrid-validation                     | 200 | validation |       | validated
      eventgrid-subscription-deleted           | 200 | unsubscribed |     | deleted
      cloudevents-single                       | 200 | push       | 1.8.0 |
      cloudevents-batch                        | 200 | push       | 1.8.0 | event 3: a deletion
      distribution-notification-push           | 202 | push       | 1.0.0 |
      distribution-notification-signature-push | 202 | companion  |       | signature
      distribution-notification-pull           | 202 | pull       |       | nothing changed
      distribution-notification-delete-digest  | 202 | deletion   |       | deletion
      distribution-notification-delete-tag     | 202 | deletion   |       | deletion
      """)
  void each_has_the_outcome_that_its_page_tells(String name, int status, String kind, String tag, String why)
      throws Exception {
    var answer = send(name);

    assertThat(answer.statusCode()).isEqualTo(status);
    Delivery delivery = newest().delivery();
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/deliveries/" + newest().id());
    assertThat(delivery.pushes()).extracting(push -> push.image().tag())
        .containsExactlyElementsOf(Optional.ofNullable(tag).stream().toList());
    if (why == null) {
      assertThat(delivery.skipped()).isEmpty();
    } else {
      assertThat(delivery.skipped()).anySatisfy(skipped -> assertThat(skipped.sentence()).contains(why));
    }
    assertThat(counted(delivery.receiver(), delivery.registry(), kind)).isEqualTo(1);
  }

  @Test
  void a_validation_is_answered_with_its_code_which_is_not_kept() throws Exception {
    var answer = send("eventgrid-validation");

    assertThat(new JsonObject(answer.body())).isEqualTo(new JsonObject(Fixtures.text("eventgrid-validation-response")));
    assertThat(newest().delivery().body()).contains("\"***\"").doesNotContain("7C1B2E90").doesNotContain("made-up");
  }

  @Test
  void deletions_are_known_for_what_they_name() throws Exception {
    send("acr-delete");
    assertThat(newest().delivery().deletions()).singleElement().satisfies(deletion -> {
      assertThat(deletion.repository()).hasToString("crreviewsprod.azurecr.io/reviews/web");
      assertThat(deletion.digest().map(Digest::value).orElseThrow()).startsWith("sha256:335f");
    });
    send("eventgrid-batch");
    assertThat(newest().delivery().deletions()).hasSize(1);
    send("distribution-notification-delete-tag");
    assertThat(newest().delivery().deletions()).singleElement()
        .satisfies(deletion -> assertThat(deletion.tag()).hasValue("prod"));
  }

  @Test
  void a_quarantined_image_is_held_until_its_push_comes_through_any_receiver() throws Exception {
    send("acr-quarantine");
    var image = newest().delivery().quarantined().getFirst();
    assertThat(journal.journal().quarantined(image)).isTrue();
    send("cloudevents-single");
    assertThat(journal.journal().quarantined(image)).isFalse();
  }

  @Test
  void all_of_them_through_all_receivers_twice_start_one_rollout_for_each_image() throws Exception {
    List<String> all = new ArrayList<>();
    Stream.of(ACR, EVENT_GRID, DISTRIBUTION).forEach(all::addAll);
    for (String name : all) {
      send(name);
    }
    List<Rollout> once = decided();
    for (String name : all) {
      send(name);
    }

    assertThat(once).extracting(Rollout::app).containsExactlyInAnyOrder(WEB, OLD, LAPTOP);
    assertThat(decided()).isEqualTo(once);

    once.forEach(this::goesLive);
    for (String name : all) {
      send(name);
    }
    assertThat(decided()).extracting(Rollout::id).isEqualTo(once.stream().map(Rollout::id).toList());
  }
}
