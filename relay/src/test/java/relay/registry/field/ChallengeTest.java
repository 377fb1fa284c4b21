package relay.registry.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
  private static Optional<Challenge> bearer(String field) {
    return Challenge.parse(field).stream().filter(one -> one.scheme().equals("bearer")).findFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer realm=\"http://h/token\",service=\"s\"", "bearer realm=http://h/token,service=s",
      "Basic realm=\"registry\", Bearer realm=\"http://h/token\",service=\"s\"",
      "Basic, Bearer realm=\"http://h/token\",service=\"s\"",
      "Basic realm=registry,BEARER service=s,realm=http://h/token",
      "Negotiate, NTLM TlRMTVNTUAABAAAA==, Bearer realm=\"http://h/token\", service=s",
      ", ,Bearer   realm = \"http://h/token\" ,, service\t=\t\"s\" ,",
      "Bearer REALM=\"http:\\//h/token\", Service=\"\\s\"",
      "Digest realm=\"a, Bearer realm=\\\"x\\\"\", qop=\"auth,int\", Bearer realm=\"http://h/token\",service=\"s\"",
      "Bearer realm=\"http://h/token\",service=\"s\",realm=\"second\", Basic realm=\"third\"",
      "Bearer realm=\"http://h/token\" service=s"})
  void finds_the_bearer_challenge_wherever_and_however_it_is_written(String field) {
    Challenge challenge = bearer(field).orElseThrow();
    assertThat(challenge.parameter("realm")).contains("http://h/token");
    assertThat(challenge.parameter("service")).contains("s");
  }

  @Test
  void parameters_belong_to_their_own_challenge() {
    List<Challenge> challenges = Challenge.parse(
        "Bearer realm=\"http://h/token\", Basic realm=\"registry\", charset=\"UTF-8\"");
    assertThat(challenges).containsExactly(new Challenge("bearer", Map.of("realm", "http://h/token")),
        new Challenge("basic", Map.of("realm", "registry", "charset", "UTF-8")));
  }

  @Test
  void a_word_inside_a_quoted_string_is_no_challenge() {
    assertThat(bearer("Basic realm=\"Bearer realm=http://h/token\"")).isEmpty();
    assertThat(bearer("Basic realm=\"never closed, Bearer realm=http://h/token")).isEmpty();
    assertThat(bearer("")).isEmpty();
    assertThat(bearer("Bearer").orElseThrow().parameters()).isEmpty();
  }

  @Test
  void a_value_that_could_not_be_sent_on_counts_as_missing() {
    assertThat(bearer("Bearer realm=\"a\u0001b\"").orElseThrow().parameter("realm")).isEmpty();
    assertThat(bearer("Bearer realm=\"\"").orElseThrow().parameter("realm")).isEmpty();
    assertThat(bearer("Bearer realm=\"" + "a".repeat(2001) + "\"").orElseThrow().parameter("realm")).isEmpty();
  }

  @Test
  void no_field_is_a_fault() {
    String[] pieces = {"Bearer", "Basic", " ", ",", "=", "\"", "\\", ";", "<", ">", "realm", "rel", "next", "\t", "é",
        "x".repeat(3000), "\\\"", "==", "*"};
    var random = new Random(20_261_126);
    for (int round = 0; round < 20_000; round++) {
      var field = new StringBuilder();
      for (int left = random.nextInt(12); left > 0; left--) {
        field.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(Challenge.parse(field.toString())).allMatch(one -> !one.scheme().isEmpty());
      assertThat(Link.parse(field.toString())).isNotNull();
    }
  }
}
