package relay.intake.sender;

import relay.secret.Secret;

/** One way in which a sender may prove that it knows a secret; any one of those configured suffices. */
public sealed interface SenderCheck {
  /** {@code Authorization: Bearer ...}. */
  record Bearer(Secret token) implements SenderCheck {}

  /** {@code Authorization: Basic ...}: what credentials in a webhook's service URI become. */
  record Basic(String user, Secret password) implements SenderCheck {}

  /** A header of the operator's choice. */
  record Header(String name, Secret value) implements SenderCheck {}

  /** A query parameter of the receiver's address, {@code ?code=...}. */
  record Query(String name, Secret value) implements SenderCheck {}
}
