package relay.registry;

import java.util.Optional;
import relay.image.RegistryException;
import relay.secret.Secret;

/** Where the bearer token for a repository comes from. Blocks. */
interface Authorizer {
  /** What a token must allow. */
  enum Right {
    PULL,
    /** To list tags: ACR parts that from pulling (argoproj-labs/argocd-image-updater#1515); AcrPull grants both. */
    LIST
  }

  /** What is to be done where. */
  record Need(String repository, Right right) {}

  /** The token to send along; empty to ask without one. */
  Optional<Secret> token(Need need) throws RegistryException, InterruptedException;

  /**
   * Another token after a 401.
   *
   * @param refused the one that was sent; empty when none was
   * @param challenge the value of {@code WWW-Authenticate}; empty when there was none
   * @throws RegistryException when there is no other
   */
  Secret renewed(Need need, Optional<Secret> refused, Optional<String> challenge)
      throws RegistryException, InterruptedException;

  /** What it takes, for the sentence about a refusal. */
  String advice();
}
