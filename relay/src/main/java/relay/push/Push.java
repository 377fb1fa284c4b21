package relay.push;

import java.time.Instant;
import relay.image.Digest;
import relay.image.ImageReference;

/**
 * What a delivery says was pushed. A hint: the registry is asked before anything of it is believed.
 *
 * @param registry the configured name of the registry whose door it came through
 * @param at when the sender says it was; judged by nothing
 */
public record Push(String registry, ImageReference image, Digest digest, Instant at) {}
