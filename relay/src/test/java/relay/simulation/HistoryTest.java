package relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import relay.simulation.Deed.Word;

class HistoryTest {
  @Test
  void every_drawn_history_is_read_back_from_its_text() {
    for (long seed = 1; seed <= 500; seed++) {
      History drawn = HistoryGenerator.of(seed);
      assertThat(History.parse(drawn.toString())).isEqualTo(drawn);
    }
  }

  @Test
  void the_same_history_always_takes_the_same_steps() {
    History history = HistoryGenerator.of(7);
    var journal = new ReusedJournal();
    assertThat(Simulator.play(history, journal)).isEqualTo(Simulator.play(history, new ReusedJournal()))
        .isEqualTo(Simulator.play(history, journal));
  }

  @Test
  void a_shrunk_history_holds_only_what_it_takes() {
    History shrunk = new Shrinker(history -> history.has(Word.PUSH) && history.has(Word.KILL)).shrink(History.parse("""
        seed 3
        app shop policy=^1 vault=yes
        app menu
        20 push shop 1.0.0 v1
        300 hold shop
        900 kill 20
        950 cancel menu
        """));
    assertThat(shrunk.deeds()).extracting(Deed::what).containsExactly(Word.PUSH, Word.KILL);
    assertThat(shrunk.apps()).hasSize(1);
    assertThat(shrunk.lastSecond()).isLessThan(60);
  }
}
