package sandbox.identity;

import java.time.Duration;

/** How the identity endpoint misbehaves. */
public sealed interface IdentityFault {
  /** It answers as it should. */
  record None() implements IdentityFault {}

  /** It closes the connection without an answer. */
  record Down() implements IdentityFault {}

  /** It answers rightly, but only after this time. */
  record Slow(Duration by) implements IdentityFault {}

  /** It answers with this status and no token; the client libraries retry 404, 408, 429, 500, 503 and 504. */
  record Status(int code) implements IdentityFault {}
}
