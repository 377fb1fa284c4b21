package reviews.web.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpentTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Spent spent = new Spent();

  @Test
  void an_id_is_spent_once_until_it_would_have_expired() {
    assertThat(spent.spend("a", NOON.plusSeconds(60), NOON)).isTrue();
    assertThat(spent.spend("a", NOON.plusSeconds(60), NOON)).isFalse();
    assertThat(spent.contains("a")).isTrue();
    spent.spend("b", NOON.plusSeconds(200), NOON.plusSeconds(61));
    assertThat(spent.contains("a")).as("expired, so worth nothing anyway").isFalse();
    assertThat(spent.contains("b")).isTrue();
  }

  @Test
  void it_does_not_grow_without_an_end_and_forgets_the_eldest_first() {
    for (int i = 0; i < 20_000; i++) {
      spent.spend("id-" + i, NOON.plusSeconds(600), NOON);
    }
    assertThat(spent.contains("id-0")).isFalse();
    assertThat(spent.contains("id-10000")).isTrue();
    assertThat(spent.contains("id-19999")).isTrue();
  }
}
