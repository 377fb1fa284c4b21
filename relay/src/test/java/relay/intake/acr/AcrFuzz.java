package relay.intake.acr;

import java.time.Instant;
import relay.intake.ParsedDelivery;
import relay.intake.SourceRegistry;

/** Opens the parser of this package to {@link relay.intake.ReceiverFuzz}. */
public final class AcrFuzz {
  private AcrFuzz() {}

  public static ParsedDelivery read(byte[] bytes, SourceRegistry source, Instant received) {
    return AcrEventReader.read(bytes, source, received);
  }
}
