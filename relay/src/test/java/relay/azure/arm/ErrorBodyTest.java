package relay.azure.arm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ErrorBodyTest {
  @ParameterizedTest
  @CsvSource({"arm-error-403.json, AuthorizationFailed", "arm-error-404.json, ResourceNotFound",
      "arm-error-409-capitalised.json, Conflict", "arm-error-429.json, TooManyRequests"})
  void reads_the_code_in_both_spellings(String fixture, String code) throws IOException {
    assertThat(ErrorBody.parse(fixture(fixture)).code()).contains(code);
  }

  @Test
  void names_the_missing_action() throws IOException {
    assertThat(ErrorBody.parse(fixture("arm-error-403.json")).action()).contains("Microsoft.Web/sites/config/write");
    assertThat(ErrorBody
        .parse(
            """
                {"error":{"code":"AuthorizationFailed","message":"The client 'a' with object id 'b' does not have authorization \
                to perform action 'Microsoft.Web/sites/config/Write' over scope '/subscriptions/s/resourceGroups/g' or the scope \
                is invalid."}}""")
        .action()).contains("Microsoft.Web/sites/config/Write");
  }

  @Test
  void an_action_of_a_foreign_alphabet_or_length_is_none() {
    String longName = "a".repeat(200);
    assertThat(ErrorBody.parse("{\"Code\":\"X\",\"Message\":\"action 'Microsoft.Web/" + longName + "'\"}").action())
        .isEmpty();
    assertThat(ErrorBody.parse("{\"Code\":\"X\",\"Message\":\"action 'Microsoft.Web/a<script>'\"}").action()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Bad gateway</html>", "[1,2]", "null", "{\"error\":\"text\"}", "{\"error\":null}",
      "{\"code\":{\"a\":1}}", "{\"code\":\"two words and a secret\"}", "{", "\"text\""})
  void what_cannot_be_read_says_nothing(String body) {
    assertThat(ErrorBody.parse(body)).isEqualTo(new ErrorBody(Optional.empty(), Optional.empty()));
  }

  @Test
  void a_huge_body_is_not_read() {
    String body = "{\"code\":\"Conflict\",\"message\":\"" + "x".repeat(70_000) + "\"}";
    assertThat(ErrorBody.parse(body).code()).isEmpty();
  }

  public static String fixture(String name) throws IOException {
    try (var in = Objects.requireNonNull(ErrorBodyTest.class.getResourceAsStream("/fixtures/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
