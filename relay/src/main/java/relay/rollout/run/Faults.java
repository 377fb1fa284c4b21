package relay.rollout.run;

import java.util.Locale;
import relay.app.WebAppException;
import relay.image.RegistryException;
import relay.rollout.Refusal;

/** Faults of the outside as reasons. */
final class Faults {
  private Faults() {}

  static Refusal of(RegistryException e) {
    String kind = "registry-" + e.kind().name().toLowerCase(Locale.ROOT);
    return new Refusal.RegistryUnusable(kind, text(e), e.kind() == RegistryException.Kind.UNAVAILABLE);
  }

  static Refusal of(WebAppException e) {
    return new Refusal.AppUnreadable(e.code(), text(e), passing(e));
  }

  static Refusal writeRefused(WebAppException e) {
    return new Refusal.WriteRefused(e.code(), text(e), passing(e));
  }

  /** What cannot be understood now may be understood later; a missing right or app needs a person. */
  private static boolean passing(WebAppException e) {
    return switch (e.kind()) {
      case UNAVAILABLE, UNEXPECTED -> true;
      case FORBIDDEN, NOT_FOUND -> false;
    };
  }

  static String text(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
