package relay.intake;

import java.util.List;

/**
 * One registry's door.
 *
 * @param registry the configured name, the last part of the door's path
 * @param host the registry's login server, the only host that its events may name
 * @param senders never empty: a door without a check is not opened
 */
public record AcrDoorSettings(String registry, String host, List<SenderCheck> senders) {
  public AcrDoorSettings {
    senders = List.copyOf(senders);
    if (senders.isEmpty()) {
      throw new IllegalArgumentException("a door needs at least one sender check");
    }
  }
}
