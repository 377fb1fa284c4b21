package relay.health;

import java.util.Optional;

/**
 * What proof an app can give and must give.
 *
 * @param require the least grade that may be called Healthy
 * @param label the image label whose value the app reports
 * @param marker where the app reports it, on the health path; empty when it does not
 * @param instance where the app tells which instance answered; empty when it does not
 */
public record ProofSettings(Grade require, String label, Optional<Marker> marker, Optional<Marker> instance) {
  public static final String REVISION = "org.opencontainers.image.revision";

  /** The cookie by which App Service's front end keeps a visitor on one instance; its value tells which. */
  public static final String AFFINITY = "ARRAffinity";

  /**
   * The defaults of the product: proven, by {@code /revision} and {@code /instance} of the health answer; the affinity
   * cookie names the instance of an app that does not.
   */
  public static ProofSettings standard() {
    return new ProofSettings(Grade.PROVEN, REVISION, Optional.of(new Marker.Pointer("/revision")),
        Optional.of(new Marker.Either(new Marker.Pointer("/instance"), new Marker.Cookie(AFFINITY))));
  }
}
