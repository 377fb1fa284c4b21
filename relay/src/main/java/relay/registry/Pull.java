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
import relay.registry.Authorizer.Need;
import relay.registry.Authorizer.Right;
import relay.secret.Secret;

/** Reads manifests and blobs of one registry, with whatever token it takes. Source: opencontainers/distribution-spec. */
final class Pull {
  private static final int MANIFEST = 4 * 1024 * 1024; // what ACR and docker's registry take at most
  static final int CONFIG = 1024 * 1024;
  private static final Set<Integer> REDIRECTS = Set.of(302, 303, 307);

  private final Line line;
  private final Host host;
  private final Authorizer authorizer;
  private final BlobHosts blobHosts;

  Pull(Line line, Host host, Authorizer authorizer, BlobHosts blobHosts) {
    this.line = line;
    this.host = host;
    this.authorizer = authorizer;
    this.blobHosts = blobHosts;
  }

  /**
   * The head of a manifest; empty when the registry does not hold it.
   *
   * @param reference a tag or a digest
   */
  Optional<Reply> head(String repository, String reference) throws RegistryException, InterruptedException {
    return found(HttpMethod.HEAD, repository, "manifests/" + reference, 0, told(repository, reference));
  }

  /**
   * The manifest; empty when the registry does not hold it.
   *
   * @param reference a tag or a digest
   */
  Optional<Reply> manifest(String repository, String reference) throws RegistryException, InterruptedException {
    String what = told(repository, reference);
    Optional<Reply> found = found(HttpMethod.GET, repository, "manifests/" + reference, MANIFEST, what);
    if (found.isPresent()) {
      requireWhole(found.get(), MANIFEST, what);
    }
    return found;
  }

  /** The manifest, its bytes verified; empty when the registry does not hold it. */
  Optional<Reply> manifest(PinnedImage image) throws RegistryException, InterruptedException {
    Optional<Reply> found = manifest(image.repository(), image.digest().value());
    if (found.isPresent()) {
      requireDigest(found.get(), image.digest(), told(image.repository(), image.digest().value()));
    }
    return found;
  }

  /** A configuration's bytes, verified; empty when the registry does not hold it. */
  Optional<byte[]> config(String repository, Digest digest) throws RegistryException, InterruptedException {
    String what = "the configuration " + digest.brief() + " in " + repository;
    Reply reply = authorized(HttpMethod.GET, new Need(repository, Right.PULL), "blobs/" + digest, CONFIG, what);
    if (reply.status() == 404) {
      return Optional.empty();
    }
    if (REDIRECTS.contains(reply.status())) {
      reply = fromStorage(reply.header("Location").orElse(""), what);
    }
    requireOk(reply, what);
    requireWhole(reply, CONFIG, what);
    requireDigest(reply, digest, what);
    return Optional.of(reply.body());
  }

  /** Without {@code Authorization}: the signed URL is the credential, and the storage refuses both together. */
  private Reply fromStorage(String location, String what) throws RegistryException, InterruptedException {
    BlobHosts.Place place = blobHosts.follow(location)
        .orElseThrow(() -> new RegistryException(Kind.UNAVAILABLE, host.name() + " sends to "
            + BlobHosts.hostOf(location).orElse("an address that cannot be read") + " for " + what
            + ", which is not among the hosts that blobs may come from"));
    Reply reply = line.ask(place.host().request(HttpMethod.GET, place.pathAndQuery()), Buffer.buffer(), CONFIG, what);
    if (reply.status() != 200) {
      throw new RegistryException(Kind.UNAVAILABLE, "the storage " + place + " answered " + reply.status() + " for "
          + what + ": is it reachable from where the relay runs, past firewalls and private endpoints?");
    }
    return reply;
  }

  /**
   * One page of the repository's tags, which may be cut; empty when the registry has no such repository.
   *
   * @param query what follows the question mark
   */
  Optional<Reply> tags(String repository, String query, int most) throws RegistryException, InterruptedException {
    String what = "the tags of " + repository;
    Reply reply = authorized(HttpMethod.GET, new Need(repository, Right.LIST), "tags/list?" + query, most, what);
    if (reply.status() == 404) {
      return Optional.empty();
    }
    requireOk(reply, what);
    return Optional.of(reply);
  }

  private Optional<Reply> found(HttpMethod method, String repository, String path, int most, String what)
      throws RegistryException, InterruptedException {
    Reply reply = authorized(method, new Need(repository, Right.PULL), path, most, what);
    if (reply.status() == 404) {
      return Optional.empty();
    }
    requireOk(reply, what);
    return Optional.of(reply);
  }

  private Reply authorized(HttpMethod method, Need need, String path, int most, String what)
      throws RegistryException, InterruptedException {
    Optional<Secret> token = authorizer.token(need);
    Reply reply = line.ask(request(method, need.repository(), path, token), Buffer.buffer(), most, what);
    if (reply.status() == 401) {
      Secret next = authorizer.renewed(need, token, reply.header("WWW-Authenticate"));
      reply = line.ask(request(method, need.repository(), path, Optional.of(next)), Buffer.buffer(), most, what);
    }
    if (reply.status() == 401 || reply.status() == 403) {
      throw new RegistryException(Kind.DENIED,
          host.name() + " answered " + reply.status() + " for " + what + ": " + authorizer.advice());
    }
    return reply;
  }

  private RequestOptions request(HttpMethod method, String repository, String path, Optional<Secret> token) {
    var request = host.request(method, "/v2/" + repository + "/" + path)
        .putHeader("Accept", String.join(", ", Manifest.MEDIA_TYPES));
    token.ifPresent(one -> request.putHeader("Authorization", "Bearer " + one.reveal()));
    return request;
  }

  private void requireOk(Reply reply, String what) throws RegistryException {
    if (reply.status() != 200) {
      throw new RegistryException(Kind.UNAVAILABLE, host.name() + " answered " + reply.status() + " for " + what);
    }
  }

  private static void requireWhole(Reply reply, int most, String what) throws RegistryException {
    if (reply.cut()) {
      throw new RegistryException(Kind.CORRUPT, what + " is larger than " + most / (1024 * 1024) + " MiB");
    }
  }

  private static void requireDigest(Reply reply, Digest digest, String what) throws RegistryException {
    if (!Digest.of(reply.body()).equals(digest)) {
      throw new RegistryException(Kind.CORRUPT, "the bytes of " + what + " do not match their digest");
    }
  }

  private static String told(String repository, String reference) {
    String brief = Digest.parse(reference).map(Digest::brief).orElse("");
    return "the manifest of " + repository + (brief.isEmpty() ? ":" + reference : "@" + brief);
  }
}
