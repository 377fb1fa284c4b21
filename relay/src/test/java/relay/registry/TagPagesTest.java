package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.image.Digest;
import relay.image.Platform;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.image.Repository;
import relay.image.TagList;
import relay.secret.TokenSource;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.Anonymous;
import sandbox.registry.ImageSpec;
import sandbox.registry.Options;
import sandbox.registry.PushedImage;
import sandbox.registry.Registry;

class TagPagesTest {
  private static final String RELAY = "11111111-aaaa-4bbb-8ccc-000000000001";

  private final Vertx vertx = Vertx.vertx();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private volatile Consumer<HttpServerRequest> answer = request -> request.response().setStatusCode(404).end();
  private final int port = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
      .requestHandler(request -> {
        seen.add(request.uri());
        answer.accept(request);
      }).listen().await().actualPort();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private OciRegistry registry(String host, RegistrySettings.Access access, TokenSource identity) {
    return new OciRegistry(OciRegistry.client(vertx, Optional.empty()), new RegistrySettings("shop", host, access,
        true, Set.of(), Duration.ofSeconds(5), 2, Duration.ofMillis(1)), identity, (_, _) -> {});
  }

  private TagList list() throws Exception {
    String host = "127.0.0.1:" + port;
    return registry(host, RegistrySettings.Access.ANONYMOUS, _ -> "none").tags(new Repository(host, "reviews/web"));
  }

  private void pages(String link, String... bodies) {
    answer = request -> {
      int page = Integer.parseInt(Optional.ofNullable(request.getParam("page")).orElse("0"));
      if (page < bodies.length - 1) {
        request.response().putHeader("Link", link.formatted(page + 1));
      }
      request.response().end(bodies[page]);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"</v2/reviews/web/tags/list?n=2&page=%d>; rel=\"next\"",
      "<list?page=%d&orderby=>; rel=next", "</v2/reviews/web/tags/list?page=%d>;rel=\"next\"",
      "</v2/reviews/web/tags/list?n=1>; rel=first, <list?page=%d>; title=\"a, b\"; REL=\"last NEXT\""})
  void follows_the_pages_wherever_the_next_one_is_written(String link) throws Exception {
    pages(link, "{\"name\":\"reviews/web\",\"tags\":[\"1\",\"2\"]}", "{\"tags\":[\"3\"]}", "{\"tags\":[]}");
    assertThat(list()).isEqualTo(new TagList(List.of("1", "2", "3"), true));
    assertThat(seen).hasSize(3).first().isEqualTo("/v2/reviews/web/tags/list?n=1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<http://other.example/v2/reviews/web/tags/list?page=%d>; rel=\"next\"",
      "<//other.example/v2/reviews/web/tags/list?page=%d>; rel=\"next\"",
      "</v2/secrets/tags/list?page=%d>; rel=\"next\"", "</v2/reviews/web/tags/list>; rel=\"next\"",
      "<http://u:p@127.0.0.1/v2/reviews/web/tags/list?page=%d>; rel=\"next\""})
  void does_not_follow_to_another_host_or_another_list(String link) {
    pages(link, "{\"tags\":[\"1\"]}", "{\"tags\":[\"2\"]}");
    RegistryException trouble = catchThrowableOfType(RegistryException.class, this::list);
    assertThat(trouble).hasMessageContaining("goes on elsewhere").hasMessageNotContaining("other.example");
    assertThat(seen).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<list?page=%d>; rel=prev", "<list?page=%d>"})
  void a_page_without_a_next_one_is_the_last(String link) throws Exception {
    pages(link, "{\"tags\":[\"1\"]}", "{\"tags\":[\"2\"]}");
    assertThat(list()).isEqualTo(new TagList(List.of("1"), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list?page=%d; rel=next", "<list?page=%d; rel=next", "<list?page=%d>; rel=\"next"})
  void a_next_page_that_cannot_be_read_is_no_end_of_the_list(String link) {
    pages(link, "{\"tags\":[\"1\"]}", "{\"tags\":[\"2\"]}");
    assertThat(catchThrowableOfType(RegistryException.class, this::list))
        .hasMessageContaining("goes on in a way that cannot be read");
  }

  @Test
  void ends_after_fifty_pages_and_says_that_there_is_more() throws Exception {
    answer = request -> request.response()
        .putHeader("Link", "</v2/reviews/web/tags/list?last=" + seen.size() + ">; rel=\"next\"")
        .end("{\"tags\":[\"t" + seen.size() + "\"]}");
    TagList found = list();
    assertThat(found.whole()).isFalse();
    assertThat(found.tags()).hasSize(TagPages.MAX_PAGES);
  }

  @Test
  void notices_a_list_that_goes_round_in_circles() {
    pages("</v2/reviews/web/tags/list?page=0>; rel=\"next\"", "{\"tags\":[\"1\"]}", "{}");
    assertThat(catchThrowableOfType(RegistryException.class, this::list)).hasMessageContaining("round in circles");
    assertThat(seen).hasSize(2);
  }

  @Test
  void stops_reading_a_page_past_1_mib() throws Exception {
    answer = request -> request.response().setChunked(true)
        .end(Buffer.buffer("{\"tags\":[\"" + "x".repeat(1024 * 1024) + "\"]}"));
    assertThat(list()).isEqualTo(new TagList(List.of(), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "{\"tags\":{}}", "{}", "[[[[[[[[[[[[[[[["})
  void what_is_no_list_is_trouble_that_repeats_nothing_of_it(String body) {
    answer = request -> request.response().end(body);
    RegistryException trouble = catchThrowableOfType(RegistryException.class, this::list);
    assertThat(trouble.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(trouble).hasMessage("the list of tags of reviews/web at 127.0.0.1 cannot be read");
  }

  @Test
  void leaves_out_what_is_no_tag_and_takes_null_for_none() throws Exception {
    answer = request -> request.response().end("{\"tags\":[\"1\",7,null,\"a b\",\"../x\",\"\"]}");
    assertThat(list().tags()).containsExactly("1");
    answer = request -> request.response().end("{\"tags\":null}");
    assertThat(list()).isEqualTo(TagList.EMPTY);
  }

  @Test
  void a_repository_that_is_not_there_has_no_tags() throws Exception {
    assertThat(list()).isEqualTo(TagList.EMPTY);
  }

  @Test
  void lists_the_tags_of_an_azure_container_registry_with_a_token_that_allows_that() throws Exception {
    IdentityEndpoint identity = IdentityEndpoint.start(vertx);
    try (Registry acr = Registry.start(vertx, identity, Options.defaults())) {
      acr.grantPull(RELAY);
      PushedImage pushed = acr.put("reviews/web", "build-1", ImageSpec.revision("a"));
      IntStream.rangeClosed(2, 1100).forEach(i -> acr.tag("reviews/web", pushed.digest(), "build-" + i));
      OciRegistry registry = registry(acr.host(), RegistrySettings.Access.IDENTITY,
          audience -> identity.issue(RELAY, audience));
      TagList found = registry.tags(new Repository(acr.host(), "reviews/web"));
      assertThat(found.whole()).isTrue();
      assertThat(found.tags()).hasSize(1100).contains("build-1100");
      assertThat(acr.requests().entries(one -> one.path().endsWith("/tags/list"))).hasSize(2)
          .allMatch(one -> one.status() == 200);
      assertThat(registry.holds(new Repository(acr.host(), "reviews/web")
          .at(new Digest(pushed.digest())), Platform.LINUX_AMD64)).isTrue();
    } finally {
      identity.close();
    }
  }

  @Test
  void lists_the_tags_of_a_registry_that_lets_anybody_pull() throws Exception {
    IdentityEndpoint identity = IdentityEndpoint.start(vertx);
    try (Registry open = Registry.start(vertx, identity, Options.defaults().withAnonymous(Anonymous.ALL))) {
      var _ = open.put("reviews/web", "1.0", ImageSpec.revision("a"));
      assertThat(registry(open.host(), RegistrySettings.Access.ANONYMOUS, _ -> "none")
          .tags(new Repository(open.host(), "reviews/web")).tags()).containsExactly("1.0");
    } finally {
      identity.close();
    }
  }
}
