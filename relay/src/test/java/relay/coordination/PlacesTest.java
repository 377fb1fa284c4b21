package relay.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.app.AppName;

class PlacesTest {
  private static final AppName A = new AppName("a");
  private static final AppName B = new AppName("b");
  private static final AppName C = new AppName("c");
  private static final AppName D = new AppName("d");
  private final List<AppName> woken = new ArrayList<>();
  private final Places gate = new Places(2, woken::add);

  @Test
  void lets_so_many_apps_of_a_plan_in_and_no_more() {
    assertThat(gate.enter("plan", A)).isTrue();
    assertThat(gate.enter("plan", B)).isTrue();
    assertThat(gate.enter("plan", C)).isFalse();
    assertThat(gate.enter("plan", A)).as("asked again").isTrue();
    assertThat(gate.enter("another", C)).isTrue();
  }

  @Test
  void gives_a_free_place_to_the_one_that_has_waited_longest() {
    gate.enter("plan", A);
    gate.enter("plan", B);
    gate.enter("plan", C);
    gate.enter("plan", D);
    gate.leave("plan", A);
    assertThat(woken).containsExactly(C);
    assertThat(gate.enter("plan", D)).isFalse();
    assertThat(gate.enter("plan", C)).isTrue();
  }

  @Test
  void does_not_keep_what_is_touched_already_waiting_but_counts_it() {
    gate.enter("plan", A);
    gate.enter("plan", B);
    gate.enterAnyway("plan", C);
    gate.enter("plan", D);
    gate.leave("plan", A);
    assertThat(woken).as("still two inside").isEmpty();
    gate.leave("plan", C);
    assertThat(woken).containsExactly(D);
  }

  @Test
  void forgets_who_leaves_the_line() {
    gate.enter("plan", A);
    gate.enter("plan", B);
    gate.enter("plan", C);
    gate.enter("plan", D);
    gate.leave("plan", C);
    gate.leave("plan", C);
    gate.leave("plan", B);
    assertThat(gate.enter("plan", D)).isTrue();
  }

  @Test
  void must_let_somebody_through() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Places(0, woken::add));
  }
}
