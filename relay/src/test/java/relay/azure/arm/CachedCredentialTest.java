package relay.azure.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CachedCredentialTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final AtomicInteger asked = new AtomicInteger();
  private final CachedCredential hourly = credential(_ -> Mono.just(new AccessToken("token-" + asked.incrementAndGet(),
      now.get().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))));

  @Test
  void a_token_is_kept_until_shortly_before_it_expires() {
    assertThat(token("a")).isEqualTo("token-1");
    now.set(NOON.plus(Duration.ofMinutes(54)));
    assertThat(token("a")).isEqualTo("token-1");
    now.set(NOON.plus(Duration.ofMinutes(55)));
    assertThat(token("a")).isEqualTo("token-2");
  }

  @Test
  void every_audience_has_a_token_of_its_own() {
    assertThat(token("a")).isNotEqualTo(token("b"));
    assertThat(token("a")).isEqualTo("token-1");
  }

  @Test
  void a_challenge_of_azures_gets_a_fresh_one() {
    assertThat(token("a")).isEqualTo("token-1");
    assertThat(hourly.getTokenSync(new TokenRequestContext().addScopes("a").setClaims("{}")).getToken())
        .isEqualTo("token-2");
  }

  @Test
  void a_failure_is_told_without_its_message_and_is_not_kept() {
    var failing = credential(_ -> {
      throw new IllegalStateException(asked.incrementAndGet() + " header-secret", new java.net.ConnectException());
    });
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> failing.getTokenSync(new TokenRequestContext().addScopes("https://vault/.default")))
          .isInstanceOf(NoTokenException.class)
          .hasMessage("the tested identity got no token for https://vault (IllegalStateException, ConnectException)");
      assertThat(asked).hasValue(i);
    }
  }

  private String token(String scope) {
    return hourly.getTokenSync(new TokenRequestContext().addScopes(scope)).getToken();
  }

  private CachedCredential credential(TokenCredential source) {
    return new CachedCredential(source, "the tested identity", now::get);
  }
}
