package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokenLifetimeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  private static Duration life(String payload) {
    String middle = Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    return Duration.between(NOW, TokenLifetime.end("e30." + middle + ".c2ln", NOW));
  }

  private static String exp(Duration life) {
    return "{\"exp\":" + NOW.plus(life).getEpochSecond() + "}";
  }

  @Test
  void ends_shortly_before_the_token_does() {
    assertThat(life(exp(Duration.ofMinutes(75)))).isEqualTo(Duration.ofMinutes(74));
    assertThat(life(exp(Duration.ofSeconds(60)))).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void an_expired_token_is_not_used_again() {
    assertThat(life(exp(Duration.ofSeconds(-10)))).isZero();
    assertThat(life("{\"exp\":0}")).isZero();
  }

  @Test
  void a_life_beyond_reason_is_cut() {
    assertThat(life(exp(Duration.ofDays(400)))).isEqualTo(Duration.ofHours(3));
    assertThat(life("{\"exp\":31556889864403198}")).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void what_is_no_jwt_is_used_for_five_minutes() {
    String[] opaque = {"opaque", "a.b", "a.b.c", "..", "e30.e30.e30", "a.!!.c"};
    for (String token : opaque) {
      assertThat(TokenLifetime.end(token, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }
    for (String payload : new String[]{"{\"exp\":\"soon\"}", "{\"exp\":9223372036854775807}", "[1]", "{\"exp\":null}",
        "{\"exp\":1e300}"}) {
      assertThat(life(payload)).isEqualTo(Duration.ofMinutes(5));
    }
  }
}
