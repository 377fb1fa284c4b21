package relay.rollout.gate;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import relay.app.AppName;
import relay.coordination.Places;
import relay.rollout.Rollout;
import relay.rollout.RolloutState.Soaking;
import relay.rollout.RolloutState.Waiting;
import relay.rollout.WaitReason;
import relay.rollout.record.Journal;

/**
 * The gates between the check of a rollout and its write, for one app: the stop sign, the rollout under way, and the
 * places of the App Service plan. Shared by both lanes of a site. Blocks as the journal does.
 */
public final class Gates {
  private final AppName app;
  private final Journal journal;
  private final Places places;
  /** The plan that the app has a place of, or stands in line for; empty for none. */
  private final AtomicReference<String> asked = new AtomicReference<>("");

  public Gates(AppName app, Journal journal, Places places) {
    this.app = app;
    this.journal = journal;
    this.places = places;
  }

  /** Why the rollout must wait before it is checked; empty when it need not. What a person asked waits for no hold. */
  public Optional<WaitReason> beforeCheck(Rollout rollout) {
    return rollout.manual() ? Optional.empty() : journal.record(app).hold().map(WaitReason.OnHold::new);
  }

  /**
   * Why the rollout must wait before the app is switched; empty when it need not, and then it has its place in the plan.
   *
   * @param plan that the app shares with others; empty when there is none to share
   */
  public Optional<WaitReason> beforeWrite(Rollout rollout, Optional<String> plan) {
    return beforeCheck(rollout).or(() -> plan.filter(shared -> !enter(shared)).map(WaitReason.PlanBusy::new));
  }

  /** Whether what a waiting rollout waits for has come, so that it is to be checked again. */
  public boolean open(Rollout rollout, Waiting waiting) {
    return switch (waiting.why()) {
      case WaitReason.OnHold _ -> beforeCheck(rollout).isEmpty();
      case WaitReason.PlanBusy(var plan) -> enter(plan);
      case WaitReason.RegistrySilent _,WaitReason.AzureSilent _ -> true;
      case WaitReason.OtherRollout _ -> !(Takeover.of(rollout, underWay()) instanceof Takeover.NotNow);
    };
  }

  /** The rollout that has the app in its hands; empty when it is idle. */
  public Optional<Rollout> underWay() {
    return journal.unfinished(app).stream().filter(Rollout::isUnderWay).findFirst();
  }

  /** The app is being switched, whoever else is: what is touched already is never kept waiting. */
  public void enterAnyway(Optional<String> plan) {
    plan.ifPresent(shared -> {
      move(shared);
      places.enterAnyway(shared, app);
    });
  }

  /** Gives the place up, or leaves the line, unless a rollout of the app is between its write and its proof. */
  public void leaveUnlessSwitching() {
    if (underWay().filter(rollout -> !(rollout.state() instanceof Soaking)).isEmpty()) {
      move("");
    }
  }

  private boolean enter(String plan) {
    move(plan);
    return places.enter(plan, app);
  }

  /** An app that was moved to another plan leaves its place in the one before. */
  private void move(String plan) {
    String before = asked.getAndSet(plan);
    if (!before.isEmpty() && !before.equals(plan)) {
      places.leave(before, app);
    }
  }
}
