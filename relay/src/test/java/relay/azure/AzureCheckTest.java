package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import relay.azure.AzureCheck.Answer;
import relay.azure.AzureCheck.Finding;
import relay.azure.arm.AzureSettings;
import relay.azure.arm.ErrorBodyTest;
import relay.azure.arm.SiteId;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagList;
import sandbox.arm.ArmOperation;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;
import sandbox.wire.RequestLog;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AzureCheckTest {
  private static final Repository REPOSITORY = Repository.parse("crreviewsprod.azurecr.io/reviews/web").orElseThrow();
  private static final PinnedImage LIVE = REPOSITORY.at(new Digest("sha256:" + "3".repeat(64)));

  private World world;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void clear() {
    world.arm.faults().clear();
    world.arm.grants().reset(World.IDENTITY);
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  @Test
  void a_well_set_up_app_has_nothing_missing_and_is_not_written_to() throws Exception {
    var app = world.app("DOCKER|" + LIVE);
    List<Finding> found = check(app, new Holding(true));
    assertThat(found).extracting(Finding::answer).doesNotContain(Answer.MISSING);
    assertThat(sentences(found, Answer.OK)).contains("the identity got a token for Azure Resource Manager",
        "the web app " + app.id.site() + " is visible", "its configuration can be read", "it is running",
        "its Key Vault references can be read: there are none", "its container log can be read",
        "it pulls with its managed identity", "the registry holds what the app runs");
    assertThat(sentences(found, Answer.UNKNOWN)).singleElement().asString().contains("could not be learned")
        .contains("was not tried");
    assertThat(app.writes()).extracting(RequestLog.Entry::path).containsExactly(app.id.resourceId() + "/containerlogs");
  }

  @Test
  void what_is_missing_is_named() throws Exception {
    var app = world.app("DOCKER|" + LIVE);
    app.host.stopped = true;
    world.arm.grants().revoke(World.IDENTITY, "microsoft.web/sites/containerlogs/action");
    world.arm.faults().plant(Match.on(ArmOperation.LIST_REFERENCES),
        new Fault.Answer(200, ErrorBodyTest.fixture("arm-kv-references.json"), Map.of()));
    world.arm.faults().plant(Match.on(ArmOperation.GET_CONFIG), Fault.answer(200, new JsonObject().put("properties",
        new JsonObject().put("linuxFxVersion", "DOCKER|" + LIVE).put("acrUseManagedIdentityCreds", false))));
    List<Finding> found = check(app, new Holding(false));
    assertThat(sentences(found, Answer.MISSING)).hasSize(4)
        .anySatisfy(each -> assertThat(each).contains("not running"))
        .anySatisfy(each -> assertThat(each).contains("stored password"))
        .anySatisfy(each -> assertThat(each).contains("the action microsoft.web/sites/containerlogs/action"))
        .anySatisfy(each -> assertThat(each).contains("does not hold " + LIVE));
    assertThat(sentences(found, Answer.OK)).contains(
        "its Key Vault references can be read: 2, not resolved: REVIEWS_SESSION_KEY (AccessToKeyVaultDenied)");
  }

  @Test
  void an_app_that_cannot_be_seen_is_still_told_of_in_full() throws Exception {
    var nowhere = new SiteId("0a1b2c3d-1111-4222-8333-444455556666", "rg-reviews-prod", "app-nowhere");
    List<Finding> found = world.clientsOfTheWorld().check().of(nowhere, REPOSITORY, Platform.LINUX_AMD64,
        new Holding(true));
    assertThat(sentences(found, Answer.MISSING)).hasSizeGreaterThanOrEqualTo(4)
        .anySatisfy(each -> assertThat(each).contains("no web app app-nowhere"));
    assertThat(sentences(found, Answer.OK)).contains("the registry can be read");
  }

  @Test
  void without_a_token_nothing_else_is_tried() throws Exception {
    var app = world.app("DOCKER|" + LIVE);
    AzureSettings settings = world.settings(Duration.ofSeconds(5), 1, Duration.ofSeconds(5));
    var azure = AzureClients.connect(settings, (_, _, _, _) -> {}, _ -> {
      throw new IllegalStateException("secret detail");
    });
    assertThat(azure.check().of(app.id, REPOSITORY, Platform.LINUX_AMD64, new Holding(true))).singleElement()
        .satisfies(each -> {
          assertThat(each.answer()).isEqualTo(Answer.MISSING);
          assertThat(each.sentence()).startsWith("the managed identity").contains("nothing further was tried")
              .doesNotContain("secret detail");
        });
    assertThat(app.asked()).isEmpty();
  }

  private List<Finding> check(World.App app, Registry registry) throws InterruptedException {
    return world.clientsOfTheWorld().check().of(app.id, REPOSITORY, Platform.LINUX_AMD64, registry);
  }

  private static List<String> sentences(List<Finding> found, Answer answer) {
    return found.stream().filter(each -> each.answer() == answer).map(Finding::sentence).toList();
  }

  /** A registry that holds everything or nothing. */
  private record Holding(boolean everything) implements Registry {
    @Override
    public Optional<Digest> digestOf(ImageReference image) {
      return Optional.empty();
    }

    @Override
    public boolean holds(PinnedImage image, Platform platform) {
      return everything;
    }

    @Override
    public Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryException {
      throw new RegistryException(RegistryException.Kind.UNAVAILABLE, "not asked here");
    }

    @Override
    public TagList tags(Repository repository) {
      return TagList.EMPTY;
    }
  }
}
