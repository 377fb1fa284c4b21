package sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import sandbox.arm.Site;
import sandbox.arm.SiteHost;
import sandbox.arm.SiteId;
import sandbox.arm.SiteStatus;
import sandbox.platform.AppHost;
import sandbox.platform.Mood;

/** One web app of the sandbox, as its owner sees it in the portal. */
public final class SandboxApp {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration REQUEST = Duration.ofSeconds(5);

  private final Site site;
  private final AppHost host;
  private final HttpClient client;

  SandboxApp(Site site, AppHost host, HttpClient client) {
    this.site = site;
    this.host = host;
    this.client = client;
  }

  /** Subscription, resource group and name. */
  public SiteId id() {
    return site.id();
  }

  /** Client id of the app's identity. */
  public String identity() {
    return site.details().identity();
  }

  /** What ARM tells as its default host name; {@link #address} is where it really is. */
  public String hostName() {
    return site.details().hostName();
  }

  /** Where the front end listens: plain HTTP on loopback. */
  public URI address() {
    return host.address();
  }

  /** What is stored, whatever a stale read of ARM shows. */
  public String linuxFxVersion() {
    return site.linuxFxVersion();
  }

  /** Sets another image past the relay, as somebody in the portal would. */
  public void change(String linuxFxVersion) {
    site.change(linuxFxVersion);
  }

  public Mood mood() {
    return host.mood();
  }

  /** From now on the platform behaves like this; what is under way may still end in the old mood. */
  public void mood(Mood mood) {
    host.mood(mood);
  }

  /** Sets an app setting, which restarts the app. */
  public void setting(String name, String value) {
    host.settings(settings -> settings.put(name, value));
  }

  /** Removes an app setting, which restarts the app. */
  public void removeSetting(String name) {
    host.settings(settings -> settings.remove(name));
  }

  /** Fetches Key Vault references anew; running containers keep what they have until they restart. */
  public void refreshReferences() {
    host.refreshReferences();
  }

  public void restart() {
    host.restart();
  }

  /** What ARM tells as {@code inProgressOperationId}; empty ends it. */
  public void operationInProgress(Optional<String> id) {
    host.operationInProgress(id);
  }

  public List<SiteHost.Instance> instances() {
    return host.instances();
  }

  /** Scales in or out while the app runs; nothing restarts. */
  public void scale(int instances) {
    site.scaled(instances);
    host.scale(instances);
  }

  /** What the platform says of each instance; empty where the mood does not offer it. */
  public List<SiteStatus> statuses() {
    return host.statuses().orElse(List.of());
  }

  /** The container log as ARM gives it out; empty when nothing happened yet. */
  public String log() {
    return host.containerLogs().orElse("");
  }

  /** One GET of a path; what came back, or empty when nobody answered. */
  public Optional<Answer> get(String path) throws InterruptedException {
    try {
      var answer = client.send(HttpRequest.newBuilder(address().resolve(path)).timeout(REQUEST).build(),
          BodyHandlers.ofString());
      return Optional.of(new Answer(answer.statusCode(), answer.body()));
    } catch (IOException _) { // nobody there is an answer too
      return Optional.empty();
    }
  }

  /** What a visitor gets. */
  public record Answer(int status, String body) {}

  /** Asks for {@code /} until a body fits, and returns it. */
  public String awaitServing(Predicate<String> wanted, Duration atMost) throws InterruptedException, TimeoutException {
    return awaitAnswer("/", answer -> wanted.test(answer.body()), atMost).body();
  }

  /** Asks for a path until an answer fits, and returns it. */
  public Answer awaitAnswer(String path, Predicate<Answer> wanted, Duration atMost)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<Answer> answer = get(path);
      if (answer.filter(wanted).isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new TimeoutException(
            id().name() + " did not serve what was wanted within " + atMost + "; last " + answer + "; log:\n" + log());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Waits until what runs is what was last configured, and nothing else. */
  public void awaitSettled(Duration atMost) throws InterruptedException, TimeoutException {
    await(host::isSettled, atMost);
  }

  private void await(BooleanSupplier condition, Duration atMost) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new TimeoutException(id().name() + " did not settle within " + atMost + "; log:\n" + log());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
