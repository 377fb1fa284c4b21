package relay.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.secret.Secret;

class SignatureTest {
  @Test
  void the_signature_matches_the_example_of_the_specification() {
    var signature = new Signature(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    assertThat(signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "whsec_", "whsec_%%%", "whsec_c2hvcnQ="})
  void a_secret_of_another_form_is_refused_without_repeating_it(String secret) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Signature(new Secret(secret)))
        .satisfies(refusal -> assertThat(refusal.getMessage())
            .isEqualTo("the webhook's secret must be whsec_ and the Base64 of 24 to 64 bytes"))
        .withNoCause();
  }
}
