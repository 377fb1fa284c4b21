package sandbox.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something that the platform did, or saw, while it ran a site. Instances are named by their index. */
public sealed interface Event {
  /**
   * A start has begun.
   *
   * @param change whether it applies a change to instances that run already
   */
  record Pulling(List<Integer> on, String image, boolean change) implements Event {}

  /** A line of the puller, such as one for each layer. */
  record PullStep(String line) implements Event {}

  record Pulled(List<Integer> on, String image, Duration took) implements Event {}

  /**
   * The image did not come.
   *
   * @param unauthorized whether the registry turned the identity away; otherwise the image could not be had
   */
  record PullFailed(List<Integer> on, boolean unauthorized, String why) implements Event {}

  /** The configured value names no image. */
  record BadReference(List<Integer> on, String value) implements Event {}

  record Creating(int on, String instance, String container, String image, int port) implements Event {}

  /** The engine could not start the container's process, as with an entry point that is not there. */
  record NotCreated(int on, String container, String why) implements Event {}

  record Warming(int on, String container) implements Event {}

  /** The container answered its first request. */
  record Ready(int on, String container, Duration took) implements Event {}

  /** The instances serve from what was started. */
  record Started(List<Integer> on) implements Event {}

  /** The container ended before it answered. */
  record ExitedAtStart(int on, String container, int code, int port, Duration after) implements Event {}

  /** The container did not answer within the start limit. */
  record Mute(int on, String container, int port, Duration after) implements Event {}

  /** The platform gave this try to start up. */
  record GaveUp(List<Integer> on) implements Event {}

  /** A container that served has ended by itself. */
  record Ended(int on, String container, int code) implements Event {}

  /** Containers are ended by the platform. */
  record Stopping(List<String> containers, Duration grace) implements Event {}

  /** The containers are gone. */
  record Stopped(List<String> containers) implements Event {}

  record Blocked(List<Integer> on, Duration time, Instant until) implements Event {}

  /** A start was wanted while the site is blocked. */
  record Prohibited() implements Event {}

  record Unblocked(List<Integer> on) implements Event {}

  /** A failure of the sandbox itself. */
  record Trouble(String what) implements Event {}
}
