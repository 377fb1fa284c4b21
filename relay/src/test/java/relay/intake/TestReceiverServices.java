package relay.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import relay.http.rate.ClientRateLimits;
import relay.http.rate.RateSettings;
import relay.intake.sender.KeyDocuments;

/** The services of a receiver that is tested alone. */
public final class TestReceiverServices {
  /** Enough for any test. */
  public static final int MANY = 100_000;

  private TestReceiverServices() {}

  /** Without an authority that could be asked for keys. */
  public static ReceiverServices of(Inbox inbox, DeliveryListener recorded, MeterRegistry meters, Clock clock) {
    return of(inbox, recorded, _ -> {
      throw new IOException("there is no authority here");
    }, meters, clock);
  }

  public static ReceiverServices of(Inbox inbox, DeliveryListener recorded, KeyDocuments keys, MeterRegistry meters,
      Clock clock) {
    var rates = new RateSettings(MANY, MANY, RateSettings.DEFAULT.trustedProxies());
    return new ReceiverServices(inbox, recorded, keys, new ReceiverMetrics(meters),
        new ClientRateLimits(rates, System::nanoTime), MANY,
        clock);
  }
}
