package relay.intake;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An inbox that forgets at the end of the test, and can be made to fail as a journal does. */
public final class MemoryInbox implements Inbox {
  private final List<RecordedDelivery> deliveries = new ArrayList<>();
  private Optional<RuntimeException> trouble = Optional.empty();

  /** From now on nothing can be recorded. */
  public synchronized void failWith(RuntimeException fault) {
    trouble = Optional.of(fault);
  }

  @Override
  public synchronized Future<Long> record(Delivery delivery) {
    if (trouble.isPresent()) {
      return Future.failedFuture(trouble.get());
    }
    long id = deliveries.size() + 1L;
    deliveries.add(new RecordedDelivery(id, delivery, List.of()));
    return Future.succeededFuture(id);
  }

  @Override
  public synchronized Future<Optional<RecordedDelivery>> delivery(long id) {
    return Future.succeededFuture(deliveries.stream().filter(one -> one.id() == id).findFirst());
  }

  @Override
  public synchronized Future<List<RecordedDelivery>> deliveries(int limit) {
    return Future.succeededFuture(deliveries.reversed().stream().limit(limit).toList());
  }

  @Override
  public synchronized Future<List<String>> unknown(String registry, List<String> events) {
    return Future.succeededFuture(events.stream().filter(event -> deliveries.stream().map(RecordedDelivery::delivery)
        .noneMatch(one -> one.registry().equals(registry) && one.event().equals(Optional.of(event)))).toList());
  }

  /** All of them, oldest first. */
  public synchronized List<Delivery> all() {
    return deliveries.stream().map(RecordedDelivery::delivery).toList();
  }
}
