package reviews.json;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * Keeps Vert.x to plain JSON. Left alone it takes Jackson's data binding where some library brought it, and loading that
 * costs a tenth of the start for what this site never does.
 */
public final class PlainJson implements JsonFactory {
  @Override
  public JsonCodec codec() {
    return new JacksonCodec();
  }
}
