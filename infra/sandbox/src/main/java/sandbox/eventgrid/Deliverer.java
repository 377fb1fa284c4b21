package sandbox.eventgrid;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import sandbox.wire.UnderWay;

/** Delivers the events of one subscription, each until somebody has it or nobody is to have it. Works on one event loop. */
final class Deliverer {
  private final Vertx vertx;
  private final Context context;
  private final Post post;
  private final Timing timing;
  private final Subscription subscription;
  private final UnderWay underWay;
  private final Deque<GridEvent> waiting = new ArrayDeque<>();
  private long probationUntil = System.nanoTime();

  Deliverer(Vertx vertx, Post post, Timing timing, Subscription subscription, UnderWay underWay) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.post = post;
    this.timing = timing;
    this.subscription = subscription;
    this.underWay = underWay;
  }

  Subscription subscription() { return subscription; }

  void accept(GridEvent event) {
    underWay.begin();
    context.runOnContext(_ -> {
      if (subscription.settings().batching().isEmpty() || !event.kind().equals("Notification")) {
        start(new Parcel(List.of(event)));
        return;
      }
      waiting.add(event);
      if (waiting.size() == 1) {
        after(timing.gather(), this::flush);
      }
    });
  }

  private void flush() {
    var batching = subscription.settings().batching().orElse(new SubscriptionSettings.Batching(1, 1));
    while (!waiting.isEmpty()) {
      var events = new ArrayList<GridEvent>();
      int bytes = 0;
      do {
        GridEvent next = waiting.remove();
        bytes += subscription.settings().schema().render(next).toBuffer().length();
        events.add(next);
      } while (!waiting.isEmpty() && events.size() < batching.maxEvents() && bytes < batching.preferredBytes());
      start(new Parcel(events));
    }
  }

  /** An endpoint on probation is not asked yet. */
  private void start(Parcel parcel) {
    long wait = probationUntil - System.nanoTime();
    if (wait > 0) {
      after(Duration.ofNanos(wait), () -> attempt(parcel));
    } else {
      attempt(parcel);
    }
  }

  private void attempt(Parcel parcel) {
    SubscriptionSettings settings = subscription.settings();
    boolean notice = !parcel.events().getFirst().kind().equals("Notification");
    if (parcel.isDelivered() || (subscription.state() == Subscription.State.DELETED && !notice)) {
      finish(parcel);
    } else if (parcel.tries() > 0 && parcel.ageNanos() > settings.timeToLive().toNanos()) {
      giveUp(parcel, "TimeToLiveExceeded", Outcome.timedOut());
    } else {
      send(parcel, parcel.nextTry());
    }
  }

  private void send(Parcel parcel, int number) {
    var open = new Object() {
      boolean yes = true;
    };
    long limit = vertx.setTimer(Math.max(1, timing.answerLimit().toMillis()), _ -> {
      open.yes = false;
      decide(parcel, number, Outcome.timedOut());
    });
    post(parcel, number, timing.answerLimit().plus(timing.lateLimit()), answer -> {
      if (open.yes) {
        vertx.cancelTimer(limit);
        decide(parcel, number, answer);
      } else if (answer.delivered()) {
        parcel.delivered(); // too late for this try, but perhaps in time for the next
      }
    });
  }

  private interface Answered {
    void with(Outcome outcome);
  }

  private void post(Parcel parcel, int number, Duration atMost, Answered then) {
    SubscriptionSettings settings = subscription.settings();
    boolean batching = settings.batching().isPresent();
    GridEvent first = parcel.events().getFirst();
    Map<String, String> headers = Post.headers(settings, true);
    headers.putAll(settings.schema().versions(first.dataVersion()));
    headers.put("aeg-event-type", first.kind());
    headers.put("aeg-delivery-count", Integer.toString(number));
    headers.put("aeg-output-event-id", first.id());
    headers.put("Content-Type", settings.schema().contentType(batching));
    var _ = post.send(HttpMethod.POST, settings.endpoint(), headers,
        settings.schema().body(parcel.events(), batching), atMost)
        .map(answer -> Outcome.answered(answer.status())).otherwise(Outcome.unreachable())
        .onSuccess(outcome -> context.runOnContext(_ -> then.with(
            outcome.delivered() && subscription.losesAnswer() ? Outcome.unreachable() : outcome)));
  }

  private void decide(Parcel parcel, int number, Outcome outcome) {
    subscription.tried(new Attempt(parcel.lastTry(), parcel.ids(), number, outcome));
    if (outcome.delivered()) {
      repeat(parcel);
      finish(parcel);
    } else if (outcome.isFinal()) {
      giveUp(parcel, outcome.name(), outcome); // how Azure words this reason is not documented
    } else if (parcel.tries() >= subscription.settings().maxAttempts()) {
      giveUp(parcel, "MaxDeliveryAttemptsExceeded", outcome);
    } else {
      long until = System.nanoTime() + timing.probation(outcome).toNanos();
      probationUntil = Math.max(probationUntil, until);
      Duration wait = timing.wait(parcel.tries(), outcome);
      after(wait.plusNanos((long) (wait.toNanos() * timing.jitter() * ThreadLocalRandom.current().nextDouble())),
          () -> attempt(parcel));
    }
  }

  /** Duplicates on demand; whatever comes of them, the event is delivered. */
  private void repeat(Parcel parcel) {
    for (int i = 0; i < subscription.duplicates(); i++) {
      underWay.begin();
      int number = parcel.nextTry();
      post(parcel, number, timing.answerLimit(), outcome -> {
        subscription.tried(new Attempt(parcel.lastTry(), parcel.ids(), number, outcome));
        underWay.end();
      });
    }
  }

  private void giveUp(Parcel parcel, String reason, Outcome last) {
    after(timing.deadLetterDelay(), () -> {
      subscription.lost(parcel, reason, last);
      finish(parcel);
    });
  }

  private void finish(Parcel parcel) {
    parcel.events().forEach(_ -> underWay.end());
  }

  private void after(Duration wait, Runnable then) {
    var _ = vertx.timer(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)
        .onSuccess(_ -> context.runOnContext(_ -> then.run()));
  }
}
