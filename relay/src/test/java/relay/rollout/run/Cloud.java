package relay.rollout.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.SiteStatus;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.health.Answer;
import relay.health.Probe;
import relay.health.ProofSettings;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagList;

/**
 * A registry, a web app and a network that behave as Azure does as far as rollouts can tell. The app answers with the mark of
 * whatever image it is configured to run, unless told otherwise.
 */
abstract class Cloud implements Registry, WebApp, Probe {
  static final Repository REPOSITORY = new Repository("shop.azurecr.io", "reviews");
  static final ConfiguredImage PLACEHOLDER = new ConfiguredImage("DOCKER|mcr.microsoft.com/appsvc/staticsite:latest");

  /** How an image behaves once the app runs it. */
  enum Behaviour {
    WELL,
    UNWELL,
    MUTE,
    PULL_FAILS,
    CRASHES
  }

  final HeldWaiter waiter = new HeldWaiter();
  Optional<SiteStatus> status = Optional.empty();
  final Map<String, PinnedImage> tags = new HashMap<>();
  final Set<PinnedImage> held = new HashSet<>();
  final Map<PinnedImage, String> revisions = new HashMap<>();
  final Map<PinnedImage, Behaviour> behaviours = new HashMap<>();
  final Map<PinnedImage, String> artifacts = new HashMap<>();
  final List<ConfiguredImage> writes = new ArrayList<>();
  final List<VaultReference> references = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  ConfiguredImage live = PLACEHOLDER;
  Answer placeholderAnswer = new Answer.Reply(404, Map.of(), "placeholder");
  Optional<Answer> answerInstead = Optional.empty();
  Optional<WebAppException> writeTrouble = Optional.empty();
  Optional<WebAppException> vaultTrouble = Optional.empty();
  Optional<WebAppException> lookTrouble = Optional.empty();
  Optional<RegistryException> registryTrouble = Optional.empty();
  boolean running = true;
  boolean managedIdentity = true;
  int instances = 1;
  int restarts;
  Optional<String> plan = Optional.empty();
  private int asked;

  @Override
  public Optional<Digest> digestOf(ImageReference image) throws RegistryException {
    available();
    return Optional.ofNullable(tags.get(image.tag())).filter(held::contains).map(PinnedImage::digest);
  }

  @Override
  public boolean holds(PinnedImage image, Platform platform) throws RegistryException {
    available();
    return held.contains(image);
  }

  @Override
  public Optional<ImageDetails> describe(PinnedImage image, Platform platform) throws RegistryException {
    available();
    Map<String, String> labels = revisions.containsKey(image)
        ? Map.of(ProofSettings.REVISION, revisions.get(image))
        : Map.of();
    return Optional.of(image).filter(held::contains)
        .map(i -> new ImageDetails(i, "application/vnd.oci.image.manifest.v1+json",
            Optional.ofNullable(artifacts.get(i)), Set.of(Platform.LINUX_AMD64), labels));
  }

  @Override
  public TagList tags(Repository repository) throws RegistryException {
    available();
    return new TagList(tags.keySet().stream().sorted().toList(), true);
  }

  private void available() throws RegistryException {
    if (registryTrouble.isPresent()) {
      throw registryTrouble.get();
    }
  }

  @Override
  public AppView look() throws WebAppException {
    if (lookTrouble.isPresent()) {
      throw lookTrouble.get();
    }
    return new AppView(live, running, true, managedIdentity, Optional.empty(), "reviews.example", plan);
  }

  @Override
  public Switched deploy(PinnedImage target, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException {
    return write(ConfiguredImage.of(target), replaceable);
  }

  @Override
  public Switched restore(RollbackTarget back, Set<ConfiguredImage> replaceable, WritePermit permit)
      throws WebAppException {
    return write(back.configured(), replaceable);
  }

  private Switched write(ConfiguredImage wanted, Set<ConfiguredImage> replaceable) throws WebAppException {
    if (live.sameAs(wanted)) {
      return new Switched.AlreadyThere();
    }
    if (replaceable.stream().noneMatch(live::sameAs)) {
      return new Switched.ChangedBySomeoneElse(live, false);
    }
    if (writeTrouble.isPresent()) {
      throw writeTrouble.get();
    }
    live = wanted;
    writes.add(wanted);
    return new Switched.Wrote();
  }

  @Override
  public List<VaultReference> vaultReferences() throws WebAppException {
    if (vaultTrouble.isPresent()) {
      throw vaultTrouble.get();
    }
    return List.copyOf(references);
  }

  @Override
  public List<String> containerLog(Instant since) {
    return switch (behaviour()) {
      case PULL_FAILS -> List.of(line("Image pull failed: unauthorized"), line("Image pull failed: unauthorized"));
      case CRASHES -> List.of(line("Container reviews_0 for site reviews has exited, failing site start"),
          line("Container reviews_1 for site reviews has exited, failing site start"));
      default -> List.copyOf(log);
    };
  }

  private String line(String text) {
    return waiter.now().truncatedTo(ChronoUnit.MILLIS) + " ERROR - " + text;
  }

  @Override
  public int instances() {
    return instances;
  }

  @Override
  public void restart(WritePermit permit) {
    restarts++;
  }

  @Override
  public Optional<SiteStatus> siteStatus() {
    return status;
  }

  private Behaviour behaviour() {
    return live.pinned().map(image -> behaviours.getOrDefault(image, Behaviour.WELL)).orElse(Behaviour.WELL);
  }

  @Override
  public Answer ask(String path) {
    asked++;
    if (answerInstead.isPresent()) {
      return answerInstead.get();
    }
    if (live.pinned().isEmpty() && live.tagged().filter(t -> t.in().equals(REPOSITORY)).isEmpty()) {
      return placeholderAnswer;
    }
    PinnedImage image = live.pinned().or(() -> live.tagged().map(t -> tags.get(t.tag()))).orElseThrow();
    String body = "{\"revision\":\"" + revisions.getOrDefault(image, "unknown") + "\",\"instance\":\"i"
        + asked % instances + "\"}";
    return switch (behaviours.getOrDefault(image, Behaviour.WELL)) {
      case WELL -> new Answer.Reply(200, Map.of(), body);
      case UNWELL -> new Answer.Reply(503, Map.of(), body);
      case MUTE, PULL_FAILS, CRASHES -> new Answer.Reply(503, Map.of(), "Application Error");
    };
  }
}
