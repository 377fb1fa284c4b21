package relay.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.Set;
import relay.http.client.Reply;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.registry.Authorizer.Right;
import relay.registry.Authorizer.TokenScope;
import relay.secret.Secret;

/**
 * Reads manifests, configurations and tag lists of one registry, with whatever token it takes. Source:
 * opencontainers/distribution-spec.
 */
final class ManifestPuller {
  static final int MAX_CONFIG_BYTES = 1024 * 1024;
  private static final int MAX_MANIFEST_BYTES = 4 * 1024 * 1024; // what ACR and Docker's registry accept at most
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final Set<Integer> REDIRECTS = Set.of(302, 303, 307);

  private final RegistryCalls calls;
  private final Host host;
  private final Authorizer authorizer;
  private final BlobHosts blobHosts;

  ManifestPuller(RegistryCalls calls, Host host, Authorizer authorizer, BlobHosts blobHosts) {
    this.calls = calls;
    this.host = host;
    this.authorizer = authorizer;
    this.blobHosts = blobHosts;
  }

  /**
   * The headers of a manifest, from a registry that does not support HEAD with its bytes; empty when the registry does not
   * hold it.
   *
   * @param reference a tag or a digest
   */
  Optional<Reply> head(String repository, String reference) throws RegistryException, InterruptedException {
    String what = inWords(repository, reference);
    var scope = new TokenScope(repository, Right.PULL);
    Reply reply = authorized(HttpMethod.HEAD, scope, "manifests/" + reference, 0, what);
    return reply.status() == METHOD_NOT_ALLOWED ? manifest(repository, reference) : found(reply, what);
  }

  /**
   * The manifest; empty when the registry does not hold it.
   *
   * @param reference a tag or a digest
   */
  Optional<Reply> manifest(String repository, String reference) throws RegistryException, InterruptedException {
    String what = inWords(repository, reference);
    Optional<Reply> found = found(authorized(HttpMethod.GET, new TokenScope(repository, Right.PULL),
        "manifests/" + reference, MAX_MANIFEST_BYTES, what), what);
    if (found.isPresent()) {
      requireWhole(found.get(), MAX_MANIFEST_BYTES, what);
    }
    return found;
  }

  /** The manifest, its bytes verified; empty when the registry does not hold it. */
  Optional<Reply> manifest(PinnedImage image) throws RegistryException, InterruptedException {
    Optional<Reply> found = manifest(image.repository(), image.digest().value());
    if (found.isPresent()) {
      requireDigest(found.get(), image.digest(), inWords(image.repository(), image.digest().value()));
    }
    return found;
  }

  /** A configuration's bytes, verified; empty when the registry does not hold it. */
  Optional<byte[]> config(String repository, Digest digest) throws RegistryException, InterruptedException {
    String what = "the configuration " + digest.brief() + " in " + repository;
    var scope = new TokenScope(repository, Right.PULL);
    Reply reply = authorized(HttpMethod.GET, scope, "blobs/" + digest, MAX_CONFIG_BYTES, what);
    if (reply.status() == 404) {
      return Optional.empty();
    }
    if (REDIRECTS.contains(reply.status())) {
      reply = fromStorage(reply.header("Location").orElse(""), what);
    }
    requireOk(reply, what);
    requireWhole(reply, MAX_CONFIG_BYTES, what);
    requireDigest(reply, digest, what);
    return Optional.of(reply.body());
  }

  /**
   * Without {@code Authorization}: the signed URL is the credential, and the storage refuses both together. Its refusals
   * may pass: the registry signs another URL each time.
   */
  private Reply fromStorage(String location, String what) throws RegistryException, InterruptedException {
    BlobHosts.Place place = blobHosts.follow(location)
        .orElseThrow(() -> new RegistryException(Kind.REFUSED, host.name() + " redirects to "
            + BlobHosts.hostOf(location).orElse("an address that cannot be read") + " for " + what
            + ", which is not among the hosts that blobs may come from"));
    Reply reply = calls.ask(place.host().request(HttpMethod.GET, place.pathAndQuery()), Buffer.buffer(),
        MAX_CONFIG_BYTES, what);
    if (reply.status() != 200) {
      throw new RegistryException(Kind.UNAVAILABLE, "the storage " + place + " answered " + reply.status() + " for "
          + what + ": is it reachable from where the relay runs, past firewalls and private endpoints?");
    }
    return reply;
  }

  /**
   * One page of the repository's tags; empty when the registry has no such repository.
   *
   * @param query what follows the question mark
   * @param maxBodyBytes where reading of the page stops; the reply then says that it was cut
   */
  Optional<Reply> tags(String repository, String query, int maxBodyBytes)
      throws RegistryException, InterruptedException {
    String what = "the tags of " + repository;
    return found(authorized(HttpMethod.GET, new TokenScope(repository, Right.LIST), "tags/list?" + query,
        maxBodyBytes, what), what);
  }

  private Optional<Reply> found(Reply reply, String what) throws RegistryException {
    if (reply.status() == 404) {
      return Optional.empty();
    }
    requireOk(reply, what);
    return Optional.of(reply);
  }

  private Reply authorized(HttpMethod method, TokenScope scope, String path, int maxBodyBytes, String what)
      throws RegistryException, InterruptedException {
    Optional<Secret> token = authorizer.token(scope);
    Reply reply = calls.ask(request(method, scope, path, token), Buffer.buffer(), maxBodyBytes, what);
    if (reply.status() == 401) {
      Secret next = authorizer.renewed(scope, token, reply.header("WWW-Authenticate"));
      reply = calls.ask(request(method, scope, path, Optional.of(next)), Buffer.buffer(), maxBodyBytes, what);
      if (reply.status() == 401) {
        authorizer.drop(scope, next);
      }
    }
    if (reply.status() == 401 || reply.status() == 403) {
      throw new RegistryException(Kind.DENIED,
          host.name() + " answered " + reply.status() + " for " + what + ": " + authorizer.advice());
    }
    return reply;
  }

  private RequestOptions request(HttpMethod method, TokenScope scope, String path, Optional<Secret> token) {
    var request = host.request(method, "/v2/" + scope.repository() + "/" + path)
        .putHeader("Accept", String.join(", ", Manifest.MEDIA_TYPES));
    token.ifPresent(one -> request.putHeader("Authorization", "Bearer " + one.reveal()));
    return request;
  }

  private void requireOk(Reply reply, String what) throws RegistryException {
    if (reply.status() != 200) {
      throw new RegistryException(RegistryCalls.kind(reply.status()),
          host.name() + " answered " + reply.status() + " for " + what);
    }
  }

  private static void requireWhole(Reply reply, int maxBytes, String what) throws RegistryException {
    if (reply.cut()) {
      throw new RegistryException(Kind.CORRUPT, what + " is larger than " + maxBytes / (1024 * 1024) + " MiB");
    }
  }

  private static void requireDigest(Reply reply, Digest digest, String what) throws RegistryException {
    if (!Digest.of(reply.body()).equals(digest)) {
      throw new RegistryException(Kind.CORRUPT, "the bytes of " + what + " do not match their digest");
    }
  }

  private static String inWords(String repository, String reference) {
    String brief = Digest.parse(reference).map(Digest::brief).orElse("");
    return "the manifest of " + repository + (brief.isEmpty() ? ":" + reference : "@" + brief);
  }
}
