package sandbox.registry;

import java.util.Map;
import java.util.Optional;

/**
 * What was put into the registry.
 *
 * @param host the registry's, with its port
 * @param tag empty when put by digest only
 * @param digest of the manifest or, with several platforms, of the index
 * @param size of the manifest in bytes
 * @param children digests of the images by platform ({@code linux/amd64}); without an index the one image itself
 */
public record PushedImage(String host, String repository, Optional<String> tag, String digest, String mediaType,
    long size, Map<String, String> children) {
  /** {@code host/repository@digest}. */
  public String pinned() { return host + "/" + repository + "@" + digest; }
}
