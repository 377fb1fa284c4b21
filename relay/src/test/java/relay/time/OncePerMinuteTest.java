package relay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void it_is_due_at_first_and_again_when_a_minute_has_passed() {
    var now = new AtomicReference<>(START);
    var once = new OncePerMinute(now::get);

    assertThat(once.isDue()).isTrue();
    now.set(START.plusSeconds(59));
    assertThat(once.isDue()).isFalse();
    now.set(START.plusSeconds(60));
    assertThat(once.isDue()).isTrue();
  }
}
