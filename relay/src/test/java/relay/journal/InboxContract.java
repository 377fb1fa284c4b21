package relay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.intake.Delivery;
import relay.intake.Inbox.RecordedDelivery;
import relay.intake.SkipReason;
import relay.intake.SkippedEvents;
import relay.intake.json.JsonFault;
import relay.push.Deletion;
import relay.push.Push;

/** What every engine's port {@link relay.intake.Inbox} does. */
interface InboxContract {
  Ports ports();

  @Test
  default void records_a_delivery_and_reads_it_back() {
    var whole = new Delivery("acr", "main", Samples.TIME, Optional.of("id-1"), "push",
        "{\"odd\":\"\u0000 \ud83d\ude00 ' \\\"\"}",
        List.of(new Push("main", Samples.IMAGE, Optional.of(Samples.digest("a")), Samples.TIME),
            new Push("main", Samples.IMAGE, Optional.of(Samples.digest("b")), Samples.TIME)),
        List.of(new Deletion("main", Samples.IMAGE.in(), Optional.of(Samples.digest("c")), Optional.empty()),
            new Deletion("main", Samples.IMAGE.in(), Optional.empty(), Optional.of("1.3"))),
        List.of(Samples.pinned("d")),
        List.of(new SkippedEvents(new SkipReason.Chart(), List.of(1, 3), 2),
            new SkippedEvents(new SkipReason.Unreadable(new JsonFault(JsonFault.Kind.NOT_TEXT, "data.id")), List.of(2),
                1)));
    var bare = new Delivery("acr", "main", Samples.TIME, Optional.empty(), "ping", "", List.of(), List.of(),
        List.of(), List.of());
    long first = Patience.result(ports().inbox().record(whole));
    long second = Patience.result(ports().inbox().record(bare));
    assertThat(second).isGreaterThan(first);
    assertThat(Patience.result(ports().inbox().delivery(first)))
        .contains(new RecordedDelivery(first, whole, List.of()));
    assertThat(Patience.result(ports().inbox().delivery(second)))
        .contains(new RecordedDelivery(second, bare, List.of()));
    assertThat(Patience.result(ports().inbox().delivery(second + 1))).isEmpty();
  }

  private boolean quarantined(String content) {
    return ports().journal().quarantined(Samples.pinned(content));
  }

  private void tell(List<Push> pushes, List<PinnedImage> quarantined) {
    var _ = Patience.result(ports().inbox().record(new Delivery("acr", "main", Samples.TIME, Optional.empty(), "any",
        "", pushes, List.of(), quarantined, List.of())));
  }

  @Test
  default void an_image_is_quarantined_until_its_push_comes() {
    assertThat(quarantined("a")).isFalse();
    tell(List.of(), List.of(Samples.pinned("a"), Samples.pinned("b")));
    tell(List.of(), List.of(Samples.pinned("a")));
    assertThat(quarantined("a")).isTrue();
    tell(List.of(new Push("main", Samples.IMAGE, Optional.of(Samples.digest("a")), Samples.TIME)), List.of());
    assertThat(quarantined("a")).isFalse();
    assertThat(quarantined("b")).isTrue();
  }

  @Test
  default void an_image_whose_push_came_first_or_with_it_is_not_quarantined() {
    tell(List.of(new Push("main", Samples.IMAGE, Optional.of(Samples.digest("a")), Samples.TIME)), List.of());
    tell(List.of(new Push("main", Samples.IMAGE, Optional.of(Samples.digest("b")), Samples.TIME)),
        List.of(Samples.pinned("b")));
    tell(List.of(), List.of(Samples.pinned("a")));
    assertThat(quarantined("a")).isFalse();
    assertThat(quarantined("b")).isFalse();
  }

  @Test
  default void the_push_of_another_repository_releases_nothing() {
    tell(List.of(), List.of(Samples.pinned("a")));
    var elsewhere = new ImageReference(Samples.IMAGE.registry(), "other", "1");
    tell(List.of(new Push("main", elsewhere, Optional.of(Samples.digest("a")), Samples.TIME)), List.of());
    assertThat(quarantined("a")).isTrue();
    tell(List.of(), List.of(elsewhere.at(Samples.digest("a"))));
    assertThat(ports().journal().quarantined(elsewhere.at(Samples.digest("a")))).isFalse();
  }

  @Test
  default void lists_the_newest_deliveries_first() {
    for (String event : List.of("a", "b", "c")) {
      var _ = Patience.result(ports().inbox().record(Samples.delivery(event)));
    }
    assertThat(Patience.result(ports().inbox().deliveries(2)))
        .extracting(recorded -> recorded.delivery().event().orElseThrow()).containsExactly("c", "b");
    assertThat(Patience.result(ports().inbox().deliveries(-1))).isEmpty();
  }

  @Test
  default void gives_every_delivery_of_a_crowd_an_id_of_its_own() {
    List<Future<Long>> crowd = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      crowd.add(ports().inbox().record(Samples.delivery("e" + i)));
    }
    assertThat(crowd.stream().map(Patience::result).distinct()).hasSize(500);
  }

  @Test
  default void completes_on_the_context_of_the_caller() {
    Vertx vertx = Vertx.vertx();
    try {
      Context context = vertx.getOrCreateContext();
      Promise<List<Context>> contexts = Promise.promise();
      context.runOnContext(_ -> {
        List<Context> seen = new ArrayList<>();
        var _ = ports().inbox().record(Samples.delivery("e"))
            .onComplete(_ -> seen.add(Vertx.currentContext()))
            .compose(id -> ports().inbox().delivery(id))
            .onComplete(_ -> seen.add(Vertx.currentContext()))
            .onComplete(_ -> contexts.complete(seen));
      });
      assertThat(Patience.result(contexts.future())).containsExactly(context, context);
    } finally {
      var _ = Patience.result(vertx.close());
    }
  }
}
