package relay.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import relay.http.Clients;
import relay.http.RateSettings;

/** What stands behind a door that is tried alone. */
public final class Backrooms {
  /** Enough for any test. */
  public static final int MANY = 100_000;

  private Backrooms() {}

  /** Without an authority that could be asked for keys. */
  public static Backroom of(Inbox inbox, Recorded recorded, MeterRegistry meters, Clock clock) {
    return of(inbox, recorded, _ -> {
      throw new IOException("there is no authority here");
    }, meters, clock);
  }

  public static Backroom of(Inbox inbox, Recorded recorded, KeyDocuments keys, MeterRegistry meters, Clock clock) {
    var rates = new RateSettings(MANY, MANY, RateSettings.DEFAULT.trustedProxies());
    return new Backroom(inbox, recorded, keys, new DoorMetrics(meters), new Clients(rates, System::nanoTime), MANY,
        clock);
  }
}
