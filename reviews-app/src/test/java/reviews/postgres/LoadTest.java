package reviews.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code -Dload.seconds=60} presses for a minute; {@link Load} tells the figures. */
class LoadTest {
  @Test
  void readers_and_writers_at_once_meet_no_error_and_lose_nothing() throws Exception {
    assertThat(Load.run(Duration.ofSeconds(Long.getLong("load.seconds", 2)), 64)).isZero();
  }
}
