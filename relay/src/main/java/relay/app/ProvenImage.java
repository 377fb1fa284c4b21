package relay.app;

import java.util.Optional;
import relay.image.PinnedImage;

/**
 * An image that was Healthy on the app.
 *
 * @param tag that it was pinned from; empty when it was asked for by digest
 */
public record ProvenImage(PinnedImage image, Optional<String> tag) {}
