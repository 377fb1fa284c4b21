package sandbox.entra;

import java.time.Duration;

/** How the authority misbehaves. */
public sealed interface AuthorityFault {
  /** It answers as it should. */
  record None() implements AuthorityFault {}

  /** It closes the connection without an answer. */
  record Down() implements AuthorityFault {}

  /** It answers rightly, but only after this time. */
  record Slow(Duration by) implements AuthorityFault {}

  /** It answers with this status and no document. */
  record Status(int code) implements AuthorityFault {}

  /** It answers 200 with something that is not the document. */
  record Garbled() implements AuthorityFault {}

  /** Which of its documents are met. */
  enum Where {
    DISCOVERY,
    KEYS
  }
}
