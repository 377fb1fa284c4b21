package sandbox.platform;

import java.io.IOException;
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
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import sandbox.arm.SiteId;

/** Brings up containers of one app: pull, start, and warm-up requests until each has answered. */
final class Starter {
  /** What the pull, or a container, did wrong; the log has it in App Service's words already. */
  static final class StartFailed extends Exception {
    private static final long serialVersionUID = 1;

    StartFailed(String why) {
      super(why);
    }
  }

  /** Something else is wanted by now. */
  static final class Overtaken extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** Waits, and throws when the wish is not the newest any more. */
  interface Pause {
    void until(Duration time) throws Overtaken, InterruptedException;
  }

  private static final Duration LONGEST_PING = Duration.ofSeconds(1);

  private final SiteId site;
  private final String hostName;
  private final String identity;
  private final ImageSource images;
  private final Runner runner;
  private final Path folder;
  private final ContainerLog log;
  private final HttpClient client;

  Starter(SiteId site, String hostName, String identity, ImageSource images, Runner runner, Path folder,
      ContainerLog log, HttpClient client) {
    this.site = site;
    this.hostName = hostName;
    this.identity = identity;
    this.images = images;
    this.runner = runner;
    this.folder = folder;
    this.log = log;
    this.client = client;
  }

  /** The image of a wish, pulled; empty for the page that is built in. */
  Optional<ImageSource.Pulled> pull(Wish wish, Mood mood, Pause pause)
      throws StartFailed, Overtaken, InterruptedException {
    String wanted = wish.site().linuxFxVersion();
    ImageName name = ImageName.parse(wanted).orElseThrow(() -> failed("Invalid image reference in '" + wanted + "'"));
    log.info("Pulling image: " + name);
    if (name.isBuiltIn()) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    pause.until(mood.start().slowPull());
    try {
      if (mood.start().pullRefused()) {
        throw new ImageSource.PullFailed(
            "pull access denied for " + name.repository() + ", denied: requested access to "
                + "the resource is denied");
      }
      var pulled = images.pull(name, pullIdentity(wish), line -> log.info(line));
      log.info("Pull Image successful, Time taken: " + Duration.ofNanos(System.nanoTime() - start).toMillis()
          + " milliseconds");
      return Optional.of(pulled);
    } catch (ImageSource.PullFailed e) {
      log.error("DockerApiException: " + e.getMessage());
      throw failed(
          "Image pull failed: Verify docker image configuration and credentials (if using private repository)");
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
      List<String> instances, Pause pause) throws StartFailed, Overtaken, InterruptedException {
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
        stop(started, mood);
      }
    }
  }

  void stop(List<Replica> replicas, Mood mood) throws InterruptedException {
    var stopping = new ArrayList<Thread>();
    for (Replica replica : replicas) {
      if (replica.isBuiltIn()) {
        continue;
      }
      stopping.add(Thread.ofVirtual().start(() -> {
        try {
          replica.running().orElseThrow().stop(mood.switching().stopLimit());
          LayerUnpacker.delete(folder.resolve(replica.container()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (IOException e) {
          log.error("The folder of " + replica.container() + " could not be removed: " + e.getMessage());
        }
      }));
    }
    for (Thread each : stopping) {
      each.join();
    }
  }

  private Replica run(Wish wish, Optional<ImageSource.Pulled> image, int index, String instance) throws StartFailed {
    String name = site.name() + "_" + index + "_"
        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    if (image.isEmpty()) {
      return new Replica(index, instance, name, 0, Optional.empty());
    }
    try {
      int port = freePort();
      log.info("Starting container for site");
      log.info("docker run -d --expose=" + port + " --name " + name + " -e WEBSITE_SITE_NAME=" + site.name()
          + " -e PORT=" + port + " -e WEBSITE_INSTANCE_ID=" + instance + " " + wish.site().linuxFxVersion()
              .replaceFirst("^[^|]*\\|", ""));
      var running = runner.start(new Runner.Container(name, Files.createDirectories(folder.resolve(name)), image.get(),
          Environment.of(site, hostName, wish, instance, port)), log::output);
      return new Replica(index, instance, name, port, Optional.of(running));
    } catch (IOException e) {
      log.error("Container start failed: " + e.getMessage());
      throw failed("Container " + name + " for site " + site.name() + " could not be started, failing site start");
    }
  }

  private void awaitAnswer(Wish wish, Mood mood, Replica replica, long deadline, Pause pause)
      throws StartFailed, Overtaken, InterruptedException {
    if (replica.isBuiltIn()) {
      return;
    }
    log.info("Initiating warmup request to container " + replica.container() + " for site " + site.name());
    URI address = URI.create("http://127.0.0.1:" + replica.port() + wish.warmupPath());
    while (true) {
      if (!replica.alive()) {
        throw failed("Container " + replica.container() + " for site " + site.name()
            + " has exited (exit code " + replica.running().orElseThrow().exit().join() + "), failing site start");
      }
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        throw failed("Container " + replica.container() + " didn't respond to HTTP pings on port: "
            + replica.port() + ", failing site start. See container logs for debugging.");
      }
      if (answers(wish, address, left)) {
        break;
      }
      pause.until(mood.start().ping());
    }
    log.info("Container " + replica.container() + " for site " + site.name()
        + " initialized successfully and is ready to serve requests.");
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

  private StartFailed failed(String why) {
    log.error(why);
    return new StartFailed(why);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
