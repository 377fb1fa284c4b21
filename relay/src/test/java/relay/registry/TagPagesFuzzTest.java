package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import relay.image.ImageReference;
import relay.image.RegistryException;
import relay.image.Repository;
import relay.image.TagList;

/** Whatever a registry writes for a list of tags and where it goes on. */
class TagPagesFuzzTest {
  private static final String[] PIECES = {"{", "}", "[", "]", "\"", ":", ",", "null", "tags", "\\u0000", "\u00e9",
      "1e999",
      "<", ">", ";", "rel=next", "//", "?", "%2e%2e/", "http://other.example/", "#", " ", "\\", "a".repeat(200)};
  private final Vertx vertx = Vertx.vertx();
  private volatile String body = "";
  private volatile String link = "";
  private final int port = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
      .requestHandler(request -> {
        if (!link.isEmpty()) {
          request.response().putHeader("Link", link);
        }
        request.response().end(Buffer.buffer(body));
      }).listen().await().actualPort();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void is_a_list_of_tags_or_trouble_that_repeats_nothing() throws Exception {
    String host = "127.0.0.1:" + port;
    var registry = new OciRegistry(OciRegistry.client(vertx, Optional.empty()), new RegistrySettings("shop", host,
        RegistrySettings.Access.ANONYMOUS, true, Set.of(), Duration.ofSeconds(5), 1, Duration.ofMillis(1)), _ -> "none",
        (_, _) -> {});
    var random = new Random(20_261_125);
    for (int i = 0; i < 400; i++) {
      body = mutated("{\"name\":\"a\",\"tags\":[\"1.0\",\"build-7\",null]}", random);
      link = random.nextBoolean() ? "" : mutated("</v2/a/tags/list?last=1.0&n=1>; rel=\"next\"", random);
      try {
        TagList found = registry.tags(new Repository(host, "a"));
        assertThat(found.tags()).as("try %s", i).allMatch(ImageReference::isTag);
      } catch (RegistryException e) {
        assertThat(e.getMessage()).as("try %s", i).startsWith("the list of tags of a at 127.0.0.1 ")
            .hasSizeLessThan(100);
      }
    }
  }

  private static String mutated(String text, Random random) {
    var mutated = new StringBuilder(text);
    for (int cut = 0; cut <= random.nextInt(3); cut++) {
      int at = random.nextInt(mutated.length());
      mutated.replace(at, Math.min(mutated.length(), at + random.nextInt(5)), PIECES[random.nextInt(PIECES.length)]);
    }
    return mutated.toString().replaceAll("[\\r\\n]", "");
  }
}
