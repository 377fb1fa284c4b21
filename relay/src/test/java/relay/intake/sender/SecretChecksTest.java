package relay.intake.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import relay.secret.Secret;

class SecretChecksTest {
  private static final SecretChecks ALL = new SecretChecks(List.of(new SenderCheck.Bearer(new Secret("old")),
      new SenderCheck.Bearer(new Secret("new")), new SenderCheck.Basic("$hook", new Secret("p:w")),
      new SenderCheck.Header("X-Relay", new Secret("value")), new SenderCheck.Query("code", new Secret("asked"))));

  private static final MultiMap NOTHING = MultiMap.caseInsensitiveMultiMap();

  private static boolean accepts(String name, String... values) {
    var headers = MultiMap.caseInsensitiveMultiMap();
    for (String value : values) {
      headers.add(name, value);
    }
    return ALL.accept(headers, NOTHING);
  }

  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void any_one_of_the_configured_checks_suffices() {
    assertThat(accepts("authorization", "Bearer old")).isTrue();
    assertThat(accepts("Authorization", "bearer new")).isTrue();
    assertThat(accepts("Authorization", basic("$hook:p:w"))).isTrue();
    assertThat(accepts("x-relay", "value")).isTrue();
    assertThat(accepts("Authorization", "Bearer wrong", "Bearer new")).isTrue();
  }

  @Test
  void a_query_parameter_counts_in_the_query_only() {
    assertThat(ALL.accept(NOTHING, MultiMap.caseInsensitiveMultiMap().add("code", "asked"))).isTrue();
    assertThat(ALL.accept(NOTHING, MultiMap.caseInsensitiveMultiMap().add("code", "other"))).isFalse();
    assertThat(ALL.accept(NOTHING, MultiMap.caseInsensitiveMultiMap().add("X-Relay", "value"))).isFalse();
    assertThat(accepts("code", "asked")).isFalse();
  }

  @Test
  void nothing_else_does() {
    assertThat(ALL.accept(NOTHING, NOTHING)).isFalse();
    for (String value : List.of("", "Bearer", "Bearer ", "Bearer ol", "Bearer oldx", "old", "Basic old", "Basic %%%",
        "Bearer value", basic("$hook:pw"), basic("$hook"), basic("hook:p:w"), basic(""))) {
      assertThat(accepts("Authorization", value)).as(value).isFalse();
    }
    assertThat(accepts("X-Relay", "old")).isFalse();
    assertThat(accepts("X-Relay", "Value")).isFalse();
  }

  @Test
  void several_guesses_at_once_are_not_tried() {
    assertThat(accepts("Authorization", "Bearer 1", "Bearer 2", "Bearer 3", "Bearer 4", "Bearer new")).isFalse();
  }
}
