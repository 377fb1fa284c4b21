package sandbox.platform;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import sandbox.arm.SiteId;
import sandbox.platform.container.Runner;
import sandbox.platform.image.FileTree;
import sandbox.platform.image.ImageName;
import sandbox.platform.image.ImageSource;
import sandbox.report.Event;
import sandbox.report.SiteReport;

/** Brings up containers of one app: pull, start, and warm-up requests until each has answered. */
final class Starter {
  /** What the pull, or a container, did wrong; the log has it in App Service's words already. */
  static final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1;

    StartFailedException(String why) {
      super(why);
    }
  }

  /** Something else is wanted by now. */
  static final class OvertakenException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** Waits, and throws when the wish is not the newest any more. */
  interface Pause {
    void until(Duration time) throws OvertakenException, InterruptedException;
  }

  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final int MOST_TRIES = 100;
  private static final Duration LONGEST_PING = Duration.ofSeconds(1);

  private final SiteId site;
  private final String hostName;
  private final String identity;
  private final ImageSource images;
  private final Runner runner;
  private final Path folder;
  private final SiteReport report;
  private final HttpClient client;

  Starter(SiteId site, String hostName, String identity, ImageSource images, Runner runner, Path folder,
      SiteReport report, HttpClient client) {
    this.site = site;
    this.hostName = hostName;
    this.identity = identity;
    this.images = images;
    this.runner = runner;
    this.folder = folder;
    this.report = report;
    this.client = client;
  }

  /**
   * The image of a wish, pulled; empty for the page that is built in.
   *
   * @param on the instances that it is for
   * @param change whether they run something else already
   */
  Optional<ImageSource.Pulled> pull(Wish wish, Mood mood, List<Integer> on, boolean change, Pause pause)
      throws StartFailedException, OvertakenException, InterruptedException {
    String wanted = wish.site().linuxFxVersion();
    ImageName name = ImageName.parse(wanted).orElseThrow(() -> failed(new Event.BadReference(on, wanted)));
    report.happened(new Event.Pulling(on, name.toString(), change));
    if (name.isBuiltIn()) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    pause.until(mood.start().slowPull());
    try {
      if (mood.start().pullRefused()) {
        throw new ImageSource.PullFailedException("pull access denied for " + name.repository()
            + ", denied: requested access to the resource is denied", true);
      }
      var pulled = images.pull(name, pullIdentity(wish), line -> report.happened(new Event.PullStep(line)));
      report.happened(new Event.Pulled(on, name.toString(), since(start)));
      return Optional.of(pulled);
    } catch (ImageSource.PullFailedException e) {
      throw failed(new Event.PullFailed(on, e.unauthorized(), Objects.requireNonNullElse(e.getMessage(), "")));
    }
  }

  private String pullIdentity(Wish wish) {
    if (!wish.site().pullsWithIdentity()) {
      return "";
    }
    return wish.site().pullIdentity().isEmpty() ? identity : wish.site().pullIdentity();
  }

  /** Starts one container for each index and waits until all have answered; if one fails none is left. */
  List<Replica> start(Wish wish, Mood mood, Optional<ImageSource.Pulled> image, List<Integer> indexes,
      List<String> instances, Pause pause) throws StartFailedException, OvertakenException, InterruptedException {
    var started = new ArrayList<Replica>();
    boolean allUp = false;
    try {
      for (int index : indexes) {
        started.add(run(wish, image, index, instances.get(index)));
      }
      long deadline = System.nanoTime() + wish.startLimit().orElse(mood.start().limit()).toNanos();
      for (Replica replica : started) {
        awaitAnswer(wish, mood, replica, deadline, pause);
      }
      allUp = true;
      return started;
    } finally {
      if (!allUp) {
        discard(started, mood);
      }
    }
  }

  /** Stops containers that served, and returns when they are gone. */
  void stop(List<Replica> replicas, Mood mood) throws InterruptedException {
    List<String> alive = replicas.stream().filter(each -> !each.isBuiltIn() && each.alive()).map(Replica::container)
        .toList();
    if (!alive.isEmpty()) {
      report.happened(new Event.Stopping(alive, mood.switching().stopLimit()));
    }
    discard(replicas, mood);
    if (!alive.isEmpty()) {
      report.happened(new Event.Stopped(alive));
    }
  }

  /** The same without waiting for it. */
  void stopApart(List<Replica> replicas, Mood mood) {
    Thread.ofVirtual().name("stopping " + site.name()).start(() -> {
      try {
        stop(replicas, mood);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void discard(List<Replica> replicas, Mood mood) throws InterruptedException {
    var stopping = new ArrayList<Thread>();
    for (Replica replica : replicas) {
      if (replica.isBuiltIn()) {
        continue;
      }
      stopping.add(Thread.ofVirtual().start(() -> {
        try {
          replica.running().orElseThrow().stop(mood.switching().stopLimit());
          FileTree.delete(folder.resolve(replica.container()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (IOException e) {
          report.happened(new Event.Trouble("The folder of " + replica.container() + " could not be removed: "
              + e.getMessage()));
        }
      }));
    }
    for (Thread each : stopping) {
      each.join();
    }
  }

  private Replica run(Wish wish, Optional<ImageSource.Pulled> image, int index, String instance)
      throws StartFailedException {
    String name = site.name() + "_" + index + "_"
        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    if (image.isEmpty()) {
      return new Replica(index, instance, name, 0, Optional.empty());
    }
    try {
      int port = freePort();
      report.happened(new Event.Creating(index, instance, name,
          wish.site().linuxFxVersion().replaceFirst("^[^|]*\\|", ""), port));
      var running = runner.start(new Runner.Container(name, Files.createDirectories(folder.resolve(name)), image.get(),
          Environment.of(site, hostName, wish, instance, port)), report::output);
      return new Replica(index, instance, name, port, Optional.of(running));
    } catch (IOException e) {
      throw failed(new Event.NotCreated(index, name, Objects.requireNonNullElse(e.getMessage(), "")));
    }
  }

  private void awaitAnswer(Wish wish, Mood mood, Replica replica, long deadline, Pause pause)
      throws StartFailedException, OvertakenException, InterruptedException {
    if (replica.isBuiltIn()) {
      return;
    }
    long start = System.nanoTime();
    report.happened(new Event.Warming(replica.index(), replica.container()));
    URI address = URI.create("http://127.0.0.1:" + replica.port() + wish.warmupPath());
    while (true) {
      if (!replica.alive()) {
        throw failed(new Event.ExitedAtStart(replica.index(), replica.container(),
            replica.running().orElseThrow().exit().join(), replica.port(), since(start)));
      }
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        throw failed(new Event.Mute(replica.index(), replica.container(), replica.port(), since(start)));
      }
      if (answers(wish, address, left)) {
        break;
      }
      pause.until(mood.start().ping());
    }
    report.happened(new Event.Ready(replica.index(), replica.container(), since(start)));
  }

  private boolean answers(Wish wish, URI address, Duration left) throws InterruptedException {
    Duration limit = left.compareTo(LONGEST_PING) < 0 ? left : LONGEST_PING;
    try {
      var answer = client.send(HttpRequest.newBuilder(address).timeout(limit).build(), BodyHandlers.discarding());
      return wish.startedBy(answer.statusCode());
    } catch (IOException _) { // not listening yet, or silent: that is what is being asked
      return false;
    }
  }

  private StartFailedException failed(Event why) {
    report.happened(why);
    return new StartFailedException(why.toString());
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * A port that is free now. Below those that Linux gives to outgoing connections (ip_local_port_range begins at 32768), one of
   * which would else take it now and then before the container has started.
   */
  private static int freePort() throws IOException {
    int tries = 0;
    while (tries < MOST_TRIES) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException _) {
        tries++;
      }
    }
    throw new IOException("no port between " + FIRST_PORT + " and " + LAST_PORT + " is free");
  }
}
