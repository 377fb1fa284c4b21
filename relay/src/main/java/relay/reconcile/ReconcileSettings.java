package relay.reconcile;

import java.time.Duration;

/**
 * How one registry is reconciled.
 *
 * @param tags whether its tags are compared with what was last seen there
 * @param images whether live and way-back images are watched
 * @param log whether pushes are taken from its delivery log that never arrived
 * @param interval from one round to the next, give or take a fifth
 * @param selfTest from one ping of its webhooks to the next; zero for never
 * @param pingWithin how long a ping may take from Azure to the receiver
 * @param silence how long no delivery at all is no wonder; zero for ever
 */
public record ReconcileSettings(boolean tags, boolean images, boolean log, Duration interval, Duration selfTest,
    Duration pingWithin, Duration silence) {
  /** For a registry without a receiver: that nothing comes through it is no wonder. */
  public ReconcileSettings withoutSilence() {
    return new ReconcileSettings(tags, images, log, interval, selfTest, pingWithin, Duration.ZERO);
  }

  /** What a registry gets that says nothing of it. */
  public static ReconcileSettings every(Duration interval) {
    return new ReconcileSettings(true, true, true, interval, Duration.ofHours(1), Duration.ofSeconds(30),
        Duration.ofDays(7));
  }
}
