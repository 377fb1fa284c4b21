package relay.health;

/**
 * Why an app is not, or no longer, called healthy. Texts in it are evidence (an answer's status, a line of the
 * platform's log, bounded and scrubbed), never something to decide by.
 */
public sealed interface Unhealthy {
  /** The new image answered, with its mark, and was unwell {@code inARow} times. */
  record UnwellAnswers(int inARow, String last) implements Unhealthy {}

  /** More bad answers in the soak than the budget allows. */
  record SoakSpent(int bad, int of, String last) implements Unhealthy {}

  /** The soak did not come to an end within its longest time. */
  record SoakUnfinished(String last) implements Unhealthy {}

  /** The platform reports that the container exited while it started. */
  record Exited(String line) implements Unhealthy {}

  /** The platform reports that the container did not answer its start probe. */
  record StartTimeout(String line) implements Unhealthy {}

  /** The platform reports that it started the container, but the app never answered the relay. */
  record StartedButSilent(String last) implements Unhealthy {}

  /** The platform could not pull the image. */
  record PullFailed(String line) implements Unhealthy {}

  /** The platform refuses to start the site for a while. */
  record Blocked(String details) implements Unhealthy {}

  /** The app is stopped. */
  record AppStopped() implements Unhealthy {}

  record VaultReference(String setting, String status) implements Unhealthy {}

  record VaultUnreadable(String detail) implements Unhealthy {}

  /** The new image answered on {@code seen} of {@code of} instances only. */
  record InstancesMissing(int seen, int of) implements Unhealthy {}

  /** The image before still answers. */
  record OldStillAnswers() implements Unhealthy {}

  /** No evidence of the required grade in time; {@code last} is what the last answer said. */
  record NoProof(String last) implements Unhealthy {}

  /** The relay itself could not look for most of the time. */
  record RelayBlind(String last) implements Unhealthy {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case UnwellAnswers _ -> "unwell";
      case SoakSpent _ -> "unwell-in-soak";
      case SoakUnfinished _ -> "soak-unfinished";
      case Exited _ -> "container-exited";
      case StartTimeout _ -> "start-timeout";
      case StartedButSilent _ -> "started-but-silent";
      case PullFailed _ -> "pull-failed";
      case Blocked _ -> "site-blocked";
      case AppStopped _ -> "app-stopped";
      case VaultReference _ -> "vault-reference";
      case VaultUnreadable _ -> "vault-unreadable";
      case InstancesMissing _ -> "instances-missing";
      case OldStillAnswers _ -> "old-still-answers";
      case NoProof _ -> "no-proof";
      case RelayBlind _ -> "relay-blind";
    };
  }
}
