package relay.intake.distribution;

import java.time.Instant;
import relay.intake.ParsedDelivery;
import relay.intake.SourceRegistry;

/** Opens the parser of this package to {@link relay.intake.ReceiverFuzz}. */
public final class DistributionFuzz {
  private DistributionFuzz() {}

  public static ParsedDelivery read(byte[] bytes, SourceRegistry source, Instant received) {
    return DistributionEventReader.read(bytes, source, received);
  }
}
