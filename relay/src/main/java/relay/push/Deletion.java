package relay.push;

import java.util.Optional;
import relay.image.Digest;
import relay.image.Repository;

/**
 * What a delivery says was deleted. A hint like {@link Push}: the registry is asked before anything of it is believed.
 * Where neither digest nor tag is named, it is the whole repository.
 *
 * @param registry the configured name of the registry whose receiver it came through
 * @param digest the manifest that is gone; empty when only a tag or the whole repository is
 * @param tag the tag that is gone; empty when the sender named none
 */
public record Deletion(String registry, Repository repository, Optional<Digest> digest, Optional<String> tag) {}
