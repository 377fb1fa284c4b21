package sandbox.entra;

/** By what a token is signed: rightly by {@link Current}, or in one of the ways that must be refused. */
public sealed interface Signing {
  /** RS256 by the key in use. */
  record Current() implements Signing {}

  /** RS256 by the key of this id, which may have been retired. */
  record ByKey(String kid) implements Signing {}

  /** RS256 by a key that was never published, under an id of its own. */
  record Unpublished() implements Signing {}

  /** RS256 by a key that was never published, under the id of the key in use. */
  record Impostor() implements Signing {}

  /** The key in use, but another algorithm than Entra's: {@code RS512}, {@code PS256} and the like. */
  record Algorithm(String name) implements Signing {}

  /** HS256 with the published key's own text as the secret, the classic confusion of algorithms. */
  record Hmac() implements Signing {}

  /** {@code alg: none}, unsigned. */
  record Nothing() implements Signing {}
}
