package sandbox.arm;

import java.util.Optional;

/** Tells whose token a request carries. ARM asks this of whoever gave the tokens out. */
public interface TokenCheck {
  /** Who calls, and for which service the token was made out. */
  record Caller(String clientId, String audience) {}

  /** Empty when the token is unknown or has expired. */
  Optional<Caller> caller(String token);
}
