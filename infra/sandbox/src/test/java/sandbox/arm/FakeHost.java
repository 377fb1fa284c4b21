package sandbox.arm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import sandbox.vault.Resolution;

/** A platform that only remembers what it was told. */
final class FakeHost implements SiteHost {
  final List<SiteSettings> configured = new CopyOnWriteArrayList<>();
  final Map<String, Resolution> references = new LinkedHashMap<>();
  volatile int restarts;
  volatile boolean stopped;
  volatile Optional<List<SiteStatus>> statuses = Optional.empty();
  volatile Optional<String> logs = Optional.empty();
  volatile Duration staleReads = Duration.ZERO;

  @Override
  public void configured(SiteSettings settings) {
    configured.add(settings);
  }

  @Override
  public synchronized void restart() {
    restarts++;
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public List<Instance> instances() {
    return List.of(new Instance("a1f0c3", Instance.State.READY), new Instance("b2d9e7", Instance.State.UNKNOWN));
  }

  @Override
  public Optional<List<SiteStatus>> statuses() {
    return statuses;
  }

  @Override
  public Optional<String> containerLogs() {
    return logs;
  }

  @Override
  public Map<String, Resolution> references() {
    return references;
  }

  @Override
  public Optional<String> operationInProgress() {
    return Optional.empty();
  }

  @Override
  public Duration staleReads() {
    return staleReads;
  }
}
