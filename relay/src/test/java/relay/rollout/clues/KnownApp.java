package relay.rollout.clues;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.app.AppView;
import relay.app.ConfiguredImage;
import relay.app.RollbackTarget;
import relay.app.SiteStatus;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.image.PinnedImage;

/** What Azure knows of an app, as a test sets it; nothing here writes. */
final class KnownApp implements WebApp {
  boolean running = true;
  int instances = 1;
  List<String> log = List.of();
  List<VaultReference> references = List.of();
  Optional<SiteStatus> status = Optional.empty();
  Optional<WebAppException> lookFails = Optional.empty();
  Optional<WebAppException> logFails = Optional.empty();
  Optional<WebAppException> statusFails = Optional.empty();
  Optional<WebAppException> instancesFail = Optional.empty();
  Optional<WebAppException> vaultFails = Optional.empty();
  Optional<Instant> logSince = Optional.empty();
  final List<String> calls = new ArrayList<>();

  private void called(String name, Optional<WebAppException> fault) throws WebAppException {
    calls.add(name);
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  @Override
  public AppView look() throws WebAppException {
    called("look", lookFails);
    return new AppView(new ConfiguredImage("DOCKER|shop.azurecr.io/reviews:1"), running, true, true, Optional.empty(),
        "reviews.example", Optional.empty());
  }

  @Override
  public List<VaultReference> vaultReferences() throws WebAppException {
    called("vault", vaultFails);
    return references;
  }

  @Override
  public List<String> containerLog(Instant since) throws WebAppException {
    called("log", logFails);
    logSince = Optional.of(since);
    return log;
  }

  @Override
  public Optional<SiteStatus> siteStatus() throws WebAppException {
    called("status", statusFails);
    return status;
  }

  @Override
  public int instances() throws WebAppException {
    called("instances", instancesFail);
    return instances;
  }

  @Override
  public Switched deploy(PinnedImage target, Set<ConfiguredImage> replaceable, WritePermit permit) {
    throw new AssertionError("a look writes nothing");
  }

  @Override
  public Switched restore(RollbackTarget back, Set<ConfiguredImage> replaceable, WritePermit permit) {
    throw new AssertionError("a look writes nothing");
  }

  @Override
  public void restart(WritePermit permit) {
    throw new AssertionError("a look restarts nothing");
  }
}
