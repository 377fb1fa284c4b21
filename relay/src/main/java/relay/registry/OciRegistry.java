package relay.registry;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.http.client.Exchange;
import relay.http.client.Reply;
import relay.image.Digest;
import relay.image.ImageDetails;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.Platform;
import relay.image.Registry;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.image.RegistryHost;
import relay.image.Repository;
import relay.image.TagList;
import relay.secret.TokenSource;

/**
 * One registry that speaks OCI distribution: an Azure Container Registry with the relay's identity, or any that lets
 * everybody pull. Safe on every thread but an event loop.
 */
public final class OciRegistry implements Registry {
  private final String host;
  private final ManifestPuller puller;
  private final TagPages tagPages;

  /**
   * @param client one of {@link #client}
   * @throws IllegalArgumentException when the settings name no host, or plain HTTP would leave this machine
   */
  public OciRegistry(HttpClient client, RegistrySettings settings, TokenSource identity, RegistryListener listener) {
    this(client, settings, identity, listener, InstantSource.system());
  }

  OciRegistry(HttpClient client, RegistrySettings settings, TokenSource identity, RegistryListener listener,
      InstantSource clock) {
    this.host = RegistryHost.canonical(settings.host());
    var calls = new RegistryCalls(new Exchange(client), settings, listener);
    var place = Host.of(settings.host(), settings.plainHttp());
    Authorizer authorizer = switch (settings.access()) {
      case IDENTITY -> new IdentityTokens(calls, place, host, identity, clock);
      case ANONYMOUS -> new AnonymousTokens(calls, place, host, clock);
    };
    this.puller = new ManifestPuller(calls, place, authorizer, new BlobHosts(settings.blobHosts()));
    this.tagPages = new TagPages(puller, place);
  }

  /**
   * A client for any number of registries.
   *
   * @param trust certificate authorities to trust; empty for those of the JDK
   */
  public static HttpClient client(Vertx vertx, Optional<TrustOptions> trust) {
    var options = new HttpClientOptions();
    trust.ifPresent(options::setTrustOptions);
    return vertx.createHttpClient(options);
  }

  /** @throws IllegalArgumentException when {@code image} is of another registry, or is no name of an image */
  @Override
  public Optional<Digest> digestOf(ImageReference image) throws RegistryException, InterruptedException {
    require(image.in());
    if (!ImageReference.isTag(image.tag())) {
      throw new IllegalArgumentException("not a tag");
    }
    Optional<Reply> head = puller.head(image.repository(), image.tag());
    if (head.isEmpty()) {
      return Optional.empty();
    }
    if (head.get().body().length > 0) {
      return Optional.of(Digest.of(head.get().body()));
    }
    Optional<Digest> named = head.get().header("Docker-Content-Digest").flatMap(Digest::parse);
    return named.isPresent()
        ? named
        : puller.manifest(image.repository(), image.tag()).map(reply -> Digest.of(reply.body()));
  }

  /** @throws IllegalArgumentException as {@link #digestOf} */
  @Override
  public boolean holds(PinnedImage image, Platform platform) throws RegistryException, InterruptedException {
    require(image.in());
    Optional<Reply> head = puller.head(image.repository(), image.digest().value());
    if (head.isEmpty()) {
      return false;
    }
    if (head.get().header("Content-Type").filter(Manifest::isSingle).isPresent()) {
      return true;
    }
    Optional<Manifest> manifest = manifest(image);
    if (manifest.isEmpty() || !(manifest.get() instanceof Manifest.Index index)) {
      return manifest.isPresent();
    }
    Optional<Digest> child = index.child(platform);
    return child.isEmpty() || puller.head(image.repository(), child.get().value()).isPresent();
  }

  /**
   * Empty too while a part of it is missing, as during replication.
   *
   * @throws IllegalArgumentException as {@link #digestOf}
   */
  @Override
  public Optional<ImageDetails> describe(PinnedImage image, Platform platform)
      throws RegistryException, InterruptedException {
    require(image.in());
    Optional<Manifest> manifest = manifest(image);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    return switch (manifest.get()) {
      case Manifest.Index index -> describe(image, index, platform);
      case Manifest.Single single -> describe(image, single, platform);
    };
  }

  /** @throws IllegalArgumentException as {@link #digestOf} */
  @Override
  public TagList tags(Repository repository) throws RegistryException, InterruptedException {
    require(repository);
    return tagPages.all(repository.path());
  }

  private Optional<ImageDetails> describe(PinnedImage image, Manifest.Index index, Platform platform)
      throws RegistryException, InterruptedException {
    Set<Platform> platforms = new HashSet<>();
    index.children().forEach(child -> platforms.add(child.platform()));
    Optional<Digest> child = index.child(platform);
    if (index.artifactType().isPresent() || child.isEmpty()) {
      return Optional.of(new ImageDetails(image, index.mediaType(), index.artifactType(), platforms, Map.of()));
    }
    PinnedImage pinned = image.in().at(child.get());
    Optional<Manifest> manifest = manifest(pinned);
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    if (!(manifest.get() instanceof Manifest.Single single)) {
      throw new RegistryException(Kind.CORRUPT, "the index " + brief(image) + " holds an index for " + platform);
    }
    return single.artifactType().isPresent()
        ? Optional.of(new ImageDetails(image, index.mediaType(), single.artifactType(), platforms, Map.of()))
        : config(pinned, single)
            .map(config -> new ImageDetails(image, index.mediaType(), Optional.empty(), platforms, config.labels()));
  }

  private Optional<ImageDetails> describe(PinnedImage image, Manifest.Single single, Platform platform)
      throws RegistryException, InterruptedException {
    if (single.artifactType().isPresent()) {
      return Optional.of(new ImageDetails(image, single.mediaType(), single.artifactType(), Set.of(), Map.of()));
    }
    return config(image, single).map(config -> {
      boolean asked = config.platform().equals(Optional.of(platform));
      return new ImageDetails(image, single.mediaType(), Optional.empty(),
          config.platform().map(Set::of).orElse(Set.of()), asked ? config.labels() : Map.of());
    });
  }

  private Optional<Manifest> manifest(PinnedImage image) throws RegistryException, InterruptedException {
    Optional<Reply> reply = puller.manifest(image);
    if (reply.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Manifest.read(reply.get().body(), reply.get().header("Content-Type").orElse("")));
    } catch (UnreadableManifestException e) {
      throw new RegistryException(Kind.CORRUPT,
          "the manifest of " + brief(image) + " cannot be used: " + e.getMessage(),
          e);
    }
  }

  private Optional<ImageConfig> config(PinnedImage image, Manifest.Single single)
      throws RegistryException, InterruptedException {
    if (single.configSize() > ManifestPuller.MAX_CONFIG_BYTES) {
      throw new RegistryException(Kind.CORRUPT, "the configuration of " + brief(image) + " is larger than 1 MiB");
    }
    Optional<byte[]> bytes = puller.config(image.repository(), single.config());
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(ImageConfig.read(bytes.get()).orElseThrow(
        () -> new RegistryException(Kind.CORRUPT, "the configuration of " + brief(image) + " cannot be read")));
  }

  private void require(Repository repository) {
    if (!repository.registry().equals(host)) {
      throw new IllegalArgumentException("not an image of the registry " + host);
    }
    if (!Repository.isPath(repository.path())) {
      throw new IllegalArgumentException("not a repository's path");
    }
  }

  private static String brief(PinnedImage image) {
    return image.repository() + "@" + image.digest().brief();
  }

  @Override
  public String toString() {
    return "OciRegistry[" + host + "]";
  }
}
