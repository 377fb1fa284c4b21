package sandbox.report;

import java.util.ArrayList;
import java.util.List;

/** The container log as App Service writes it since 2025: sentences without a level. Lines of state are not among them. */
final class NewWording {
  private final String site;

  NewWording(String site) {
    this.site = site;
  }

  /** @param full whether the lines are written that the briefest logs of this generation leave out */
  List<String> lines(Event event, boolean full) {
    return switch (event) {
      case Event.Pulling(_, String image, _) -> List.of("Pulling image: " + image + ".");
      case Event.Pulled(_, String image, _) -> some(full,
          "Image " + image.replaceFirst("^[^/]*/", "") + " is pulled from registry " + registry(image));
      case Event.PullFailed(_, boolean unauthorized, _) -> List.of(
          "Container pull image failed with reason: " + StatusBoard.pullError(unauthorized) + ".");
      case Event.BadReference(_, String value) -> List.of(Sentences.reference(value));
      case Event.Creating(_, _, String container, String image, _) -> some(full, "Creating container with image: "
          + image.replaceFirst("^[^/]*/", "") + " from registry: " + registry(image)
          + " and fully qualified image name: " + image, "Starting container: " + container + ".");
      case Event.NotCreated(_, String container, String why) -> List.of(
          "Container start failed for " + container + ": OCI runtime create failed: " + why);
      case Event.Warming _ -> some(full, "Starting watchers and probes.", "Container is running.");
      case Event.Ready(_, _, var took) -> List.of(
          "Site startup probe succeeded after " + Sentences.seconds(took) + " seconds.");
      case Event.Started _ -> List.of("Site started.");
      case Event.ExitedAtStart(_, String container, int code, _, var after) -> {
        var lines = new ArrayList<>(some(full, "Container has finished running with exit code: " + code + ".",
            "Site container: " + container + " terminated during site startup."));
        lines.add("Site startup probe failed after " + Sentences.seconds(after) + " seconds.");
        yield lines;
      }
      case Event.Mute(_, _, _, var after) -> List.of(
          "Site startup probe failed after " + Sentences.seconds(after) + " seconds.");
      case Event.GaveUp _ -> List.of("Failed to start site. Revert by stopping site.");
      case Event.Ended(_, _, int code) -> List.of("Container has finished running with exit code: " + code + ".");
      case Event.Stopping(_, var grace) -> some(full,
          "Container is terminating. Grace period: " + grace.toSeconds() + " seconds.");
      case Event.Stopped _ -> some(full, "Site: " + site + " stopped.");
      case Event.Blocked(_, var time, var until) -> List.of(Sentences.blocked(site, time, until));
      case Event.Prohibited() -> List.of(Sentences.PROHIBITED);
      case Event.Unblocked _ -> List.of(Sentences.unblocked(site));
      case Event.Trouble(String what) -> List.of(what);
      case Event.PullStep _ -> List.of();
    };
  }

  private static String registry(String image) {
    return image.replaceFirst("/.*", "");
  }

  private static List<String> some(boolean wanted, String... lines) {
    return wanted ? List.of(lines) : List.of();
  }
}
