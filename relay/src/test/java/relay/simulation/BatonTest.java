package relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatonTest {
  private final List<String> said = new ArrayList<>();
  private final Baton baton = new Baton(new SplittableRandom(1), who -> said.add(who + " spins"));
  private boolean dead;

  private void say(String what) {
    said.add(baton.elapsed().toSeconds() + " " + what);
  }

  @Test
  void time_jumps_to_whatever_is_next() {
    baton.at(Duration.ofSeconds(30), () -> say("world"));
    var _ = baton.play("one", () -> dead, () -> {
      baton.pause(Duration.ofMinutes(1));
      say("one");
    });
    baton.run(Duration.ofMinutes(5));
    assertThat(said).containsExactly("30 world", "60 one");
  }

  @Test
  void a_wake_up_ends_a_pause_and_no_call() {
    Player waiting = baton.play("waits", () -> dead, () -> {
      baton.pause(Duration.ofMinutes(1));
      say("woken");
      baton.sleep(Duration.ofMinutes(1));
      say("called");
    });
    baton.at(Duration.ofSeconds(10), waiting::wake);
    baton.at(Duration.ofSeconds(20), waiting::wake);
    baton.run(Duration.ofMinutes(5));
    assertThat(said).containsExactly("10 woken", "70 called");
  }

  @Test
  void the_dead_do_nothing_more() {
    Player one = baton.play("one", () -> dead, () -> {
      baton.pause(Duration.ofMinutes(1));
      say("one");
    });
    baton.at(Duration.ofSeconds(10), () -> {
      dead = true;
      baton.rouseTheDead();
    });
    baton.run(Duration.ofMinutes(5));
    assertThat(said).isEmpty();
    assertThat(one.isOver()).isTrue();
  }

  @Test
  void a_loop_that_lets_no_time_pass_is_found_out() {
    var _ = baton.play("busy", () -> dead, () -> {
      while (true) {
        baton.pause(Duration.ZERO);
      }
    });
    baton.run(Duration.ofMinutes(5));
    assertThat(said).containsExactly("busy spins");
  }
}
