package sandbox.eventgrid;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One event subscription: its state, what it did, and how it is made to misbehave. May be used from any thread. */
public final class Subscription {
  /** {@code provisioningState}, as far as a receiver notices. */
  public enum State {
    /** The endpoint consented; events are delivered. */
    SUCCEEDED,
    /** The endpoint answered well but did not consent; a GET of the manual address would do. */
    AWAITING_MANUAL_ACTION,
    /** The endpoint refused or could not be had. */
    FAILED,
    /** It was taken away. */
    DELETED
  }

  private final String topic;
  private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
  private final List<JsonObject> deadLetters = new CopyOnWriteArrayList<>();
  private final List<GridEvent> dropped = new CopyOnWriteArrayList<>();
  private volatile SubscriptionSettings settings;
  private volatile State state = State.AWAITING_MANUAL_ACTION;
  private volatile int duplicates;
  private int answersToLose;

  Subscription(String topic, SubscriptionSettings settings) {
    this.topic = topic;
    this.settings = settings;
  }

  public String topic() { return topic; }

  public SubscriptionSettings settings() { return settings; }

  public State state() { return state; }

  /** The resource id, as its deletion event names it. */
  public String id() {
    return topic + "/providers/Microsoft.EventGrid/eventSubscriptions/" + settings.name();
  }

  public List<Attempt> attempts() { return List.copyOf(attempts); }

  /** Waits until so many tries have ended; false when that takes longer. */
  public synchronized boolean awaitAttempts(int count, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (attempts.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** What could not be delivered, in the subscription's schema, with the members that say why. */
  public List<JsonObject> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** What could not be delivered while there was no place for dead letters. */
  public List<GridEvent> dropped() {
    return List.copyOf(dropped);
  }

  /** From now on each event is delivered so many times more than it needs to be, under the same id. */
  public void duplicates(int more) {
    duplicates = more;
  }

  /** The answers to the next so many deliveries do not reach Event Grid, which delivers again. */
  public synchronized void loseAnswers(int count) {
    answersToLose = count;
  }

  int duplicates() { return duplicates; }

  synchronized boolean losesAnswer() {
    if (answersToLose == 0) {
      return false;
    }
    answersToLose--;
    return true;
  }

  void become(SubscriptionSettings next, State then) {
    settings = next;
    state = then;
  }

  synchronized void tried(Attempt attempt) {
    attempts.add(attempt);
    notifyAll();
  }

  void lost(Parcel parcel, String reason, Outcome last) {
    for (GridEvent event : parcel.events()) {
      if (settings.deadLetters()) {
        deadLetters.add(deadLetter(event, parcel, reason, last));
      } else {
        dropped.add(event);
      }
    }
  }

  private JsonObject deadLetter(GridEvent event, Parcel parcel, String reason, Outcome last) {
    Schema schema = settings.schema();
    return schema.render(event).put(schema.deadLetterMember("deadLetterReason"), reason)
        .put(schema.deadLetterMember("deliveryAttempts"), parcel.tries())
        .put(schema.deadLetterMember("lastDeliveryOutcome"), last.name())
        .put(schema.deadLetterMember("publishTime"), GridEvent.text(event.time()))
        .put(schema.deadLetterMember("lastDeliveryAttemptTime"), GridEvent.text(parcel.lastTry()));
  }

  @Override
  public String toString() {
    return "Subscription[" + settings.name() + ", " + state + ", " + attempts.size() + " attempts]";
  }
}
