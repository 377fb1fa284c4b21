package sandbox.report;

import java.util.List;

/** The container log as App Service wrote it until 2025, as seen in public issue threads. */
final class OldWording {
  /** @param level {@code INFO} or {@code ERROR}, padded as App Service pads it */
  record Line(String level, String text) {}

  private final String site;

  OldWording(String site) {
    this.site = site;
  }

  List<Line> lines(Event event, Style style) {
    return switch (event) {
      case Event.Pulling(_, String image, _) -> info("Pulling image: " + image);
      case Event.PullStep(String line) -> info(line);
      case Event.Pulled(_, _, var took) -> info(
          "Pull Image successful, Time taken: " + took.toMillis() + " milliseconds");
      case Event.PullFailed(_, _, String why) -> List.of(error("DockerApiException: " + why), error(
          "Image pull failed: Verify docker image configuration and credentials (if using private repository)"));
      case Event.BadReference(_, String value) -> List.of(error(Sentences.reference(value)));
      case Event.Creating(_, String instance, String container, String image, int port) -> List.of(
          new Line("INFO ", "Starting container for site"),
          new Line("INFO ", "docker run -d --expose=" + port + " --name " + container + " -e WEBSITE_SITE_NAME=" + site
              + " -e PORT=" + port + " -e WEBSITE_INSTANCE_ID=" + instance + " " + image));
      case Event.NotCreated(_, String container, String why) -> List.of(error("Container start failed for " + container
          + " with System.AggregateException, One or more errors occurred. (OCI runtime create failed: "
          + "container_linux.go:346: starting container process caused \"" + why + "\")"));
      case Event.Warming(_, String container) -> info(
          "Initiating warmup request to container " + container + " for site " + site);
      case Event.Ready(_, String container, _) -> info("Container " + container + " for site " + site
          + " initialized successfully and is ready to serve requests.");
      case Event.ExitedAtStart exited -> {
        var line = error(
            "Container " + exited.container() + " for site " + site + " has exited, failing site start");
        yield style.twiceFailed() ? List.of(line, mute(exited.container(), exited.port())) : List.of(line);
      }
      case Event.Mute(_, String container, int port, _) -> List.of(mute(container, port));
      case Event.GaveUp _ -> info("Stopping site " + site + " because it failed during startup.");
      case Event.Ended(_, String container, int code) -> List.of(error(
          "Container " + container + " for site " + site + " has exited (exit code " + code + ")"));
      case Event.Blocked(_, var time, var until) -> List.of(error(Sentences.blocked(site, time, until)));
      case Event.Prohibited() -> List.of(error(Sentences.PROHIBITED));
      case Event.Unblocked _ -> info(Sentences.unblocked(site));
      case Event.Trouble(String what) -> List.of(error(what));
      case Event.Started _,Event.Stopping _,Event.Stopped _ -> List.of();
    };
  }

  private static Line mute(String container, int port) {
    return error("Container " + container + " didn't respond to HTTP pings on port: " + port
        + ", failing site start. See container logs for debugging.");
  }

  private static List<Line> info(String text) {
    return List.of(new Line("INFO ", text));
  }

  private static Line error(String text) {
    return new Line("ERROR", text);
  }
}
