package relay.registry;

import java.util.Optional;
import relay.image.RegistryException;
import relay.secret.Secret;

/** Where the bearer token for a repository comes from. Every call may block. */
interface Authorizer {
  /** What a token must allow. */
  enum Right {
    PULL,
    /** To list tags: another right than to pull at ACR (argoproj-labs/argocd-image-updater#1515); AcrPull grants both. */
    LIST
  }

  /** What a token is good for. */
  record TokenScope(String repository, Right right) {}

  /** The token to send along; empty to ask without one. */
  Optional<Secret> token(TokenScope scope) throws RegistryException, InterruptedException;

  /**
   * Another token after a 401.
   *
   * @param refused the one that was sent; empty when none was
   * @param challenges the value of {@code WWW-Authenticate}; empty when there was none
   * @throws RegistryException when there is no other
   */
  Secret renewed(TokenScope scope, Optional<Secret> refused, Optional<String> challenges)
      throws RegistryException, InterruptedException;

  /** Forgets a token that was answered 401, so that the next call starts with a new one. */
  void drop(TokenScope scope, Secret token) throws InterruptedException;

  /** What an operator can do about a refusal, as the end of a sentence. */
  String advice();
}
