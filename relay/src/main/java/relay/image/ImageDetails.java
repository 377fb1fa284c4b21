package relay.image;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the registry holds under one digest, its bytes verified.
 *
 * @param mediaType of the manifest
 * @param artifactType what the manifest holds where it is not a container image (a signature, an SBOM, a Helm chart);
 *     empty for an image or an index of images
 * @param platforms what it runs on; more than one for an index
 * @param labels of the asked platform's configuration; empty when that platform is missing or has none
 */
public record ImageDetails(PinnedImage image, String mediaType, Optional<String> artifactType, Set<Platform> platforms,
    Map<String, String> labels) {
  public ImageDetails {
    platforms = Set.copyOf(platforms);
    labels = Map.copyOf(labels);
  }
}
