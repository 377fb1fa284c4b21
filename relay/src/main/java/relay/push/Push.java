package relay.push;

import java.time.Instant;
import java.util.Optional;
import relay.image.Digest;
import relay.image.ImageReference;

/**
 * What a delivery reports as pushed. A hint: the registry is asked before anything of it is believed.
 *
 * @param registry the configured name of the registry whose receiver took it
 * @param digest empty when the sender named none: then the registry is asked what the tag names
 * @param at when the sender says it was; nothing is decided by it
 */
public record Push(String registry, ImageReference image, Optional<Digest> digest, Instant at) {}
