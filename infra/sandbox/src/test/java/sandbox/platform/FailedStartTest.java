package sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sandbox.arm.SiteStatus;
import sandbox.arm.SiteStatus.State;

/** What becomes of the old containers, and of the site, when the new ones do not start. */
class FailedStartTest extends AppWorld {
  private static final Duration SOON = Duration.ofMillis(60);

  @Test
  void the_old_container_serves_for_a_while_after_the_failed_start_and_is_stopped_then() throws Throwable {
    app.mood(QUICK.oldGoneAfterFailedStart(LONG).retry(LONG, LONG));
    runs("v:1");
    configure("crash:2");
    Waiting.until(() -> assertThat(log()).contains("Stopping site app because it failed during startup."));
    assertThat(get().body()).startsWith("v 1");
    assertThat(runner.running()).hasSize(1);
    app.mood(QUICK.oldGoneAfterFailedStart(SOON).retry(LONG, LONG));
    configure("v:3");
    Waiting.until(() -> assertThat(get().body()).startsWith("v 3"));
    configure("crash:4");
    Waiting.until(() -> assertThat(get().statusCode()).isEqualTo(503));
    Waiting.until(() -> assertThat(runner.running()).isEmpty());
  }

  @Test
  void the_old_container_goes_even_while_the_next_start_hangs() throws Throwable {
    app.mood(QUICK.oldGoneAfterFailedStart(SOON).retry(Duration.ofMillis(1), Duration.ofMillis(1)));
    runs("v:1");
    configure("crash:2");
    Waiting.until(() -> assertThat(log()).contains("failing site start"));
    configure("mute:3");
    Waiting.until(() -> assertThat(runner.running()).extracting(each -> each.what.substring(0, 4))
        .containsExactly("mute"));
    assertThat(get().statusCode()).isEqualTo(503);
    runner.running().getFirst().listen();
    Waiting.until(() -> assertThat(get().body()).startsWith("mute 3"));
  }

  @Test
  void a_new_start_in_time_replaces_the_old_container() throws Throwable {
    app.mood(QUICK.oldGoneAfterFailedStart(LONG));
    runs("v:1");
    configure("crash:2");
    Waiting.until(() -> assertThat(log()).contains("failing site start"));
    configure("v:3");
    Waiting.until(() -> assertThat(app.isSettled()).isTrue());
    assertThat(runner.running()).extracting(each -> each.what.substring(0, 3)).containsExactly("v 3");
  }

  @Test
  void several_failed_starts_block_the_site_whatever_is_configured() throws Throwable {
    app.mood(QUICK.blocked(2, LONG).blockNotice(Duration.ofMillis(10)));
    runs("v:1");
    configure("crash:2");
    Waiting.until(() -> assertThat(state()).containsExactly(State.BLOCKED));
    assertThat(log()).contains("Site: app will be blocked for 60 minutes till ");
    int starts = runner.all.size();
    configure("v:1");
    app.restart();
    Waiting.until(() -> assertThat(log().split("Start site prohibited because the site is being blocked.", -1))
        .hasSizeGreaterThan(3));
    assertThat(runner.all).hasSize(starts);
    assertThat(state()).containsExactly(State.BLOCKED);
    assertThat(get().body()).startsWith("v 1"); // the old one: this mood leaves it
  }

  @Test
  void a_block_ends_by_itself_and_the_next_one_is_longer() throws Throwable {
    app.mood(QUICK.blocked(2, SOON, LONG));
    configure("crash:1");
    Waiting.until(() -> assertThat(log()).contains("Site: app is unblocked."));
    Waiting.until(() -> assertThat(log()).contains("will be blocked for 60 minutes"));
    assertThat(runner.all).hasSize(3);
  }

  @Test
  void after_a_block_a_good_image_starts_and_clears_the_count() throws Throwable {
    app.mood(QUICK.blocked(1, SOON, LONG));
    configure("crash:1");
    Waiting.until(() -> assertThat(state()).containsExactly(State.BLOCKED));
    configure("v:2");
    Waiting.until(() -> assertThat(get().body()).startsWith("v 2"));
    assertThat(state()).containsExactly(State.STARTED);
    configure("crash:3");
    Waiting.until(() -> assertThat(log().split("Site: app is unblocked.", -1)).hasSizeGreaterThan(2)); // the short one again
  }

  @Test
  void a_change_ends_the_block_in_a_mood_of_its_own() throws Throwable {
    app.mood(QUICK.blocked(1, LONG).changeUnblocks(true));
    configure("crash:1");
    Waiting.until(() -> assertThat(state()).containsExactly(State.BLOCKED));
    configure("v:2");
    Waiting.until(() -> assertThat(get().body()).startsWith("v 2"));
  }

  @Test
  void stopping_and_starting_the_site_ends_the_block() throws Throwable {
    Mood mood = QUICK.blocked(1, LONG);
    app.mood(mood);
    configure("crash:1");
    Waiting.until(() -> assertThat(state()).containsExactly(State.BLOCKED));
    configure("v:2");
    app.mood(mood.stopped(true));
    assertThat(state()).containsExactly(State.STOPPED);
    app.mood(mood);
    Waiting.until(() -> assertThat(get().body()).startsWith("v 2"));
  }

  private List<State> state() {
    return statuses().stream().map(SiteStatus::state).toList();
  }
}
