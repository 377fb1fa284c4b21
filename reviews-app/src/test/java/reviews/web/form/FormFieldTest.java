package reviews.web.form;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFieldTest {
  private static final FormField NAME = ReviewForm.AUTHOR;

  @ParameterizedTest
  @ValueSource(strings = {"\u200B", "\u3164", "\u2800", "\u00AD\u200D", "Ann\uFFFE", "Ann\uDB40\uDC41", "A\u202Enn",
      "A\u0000nn"})
  void a_name_that_nobody_sees_or_that_hides_something_is_refused(String typed) {
    assertThat(NAME.fault(NAME.tidy(typed))).isEqualTo("Your name holds characters that cannot be shown.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann", "李雷", "أحمد", "O'Brien-Smith", "🙂", "한글", "7", "ნინო", "👩‍🍳"})
  void names_of_all_the_world_are_taken(String typed) {
    assertThat(NAME.fault(NAME.tidy(typed))).isEmpty();
  }
}
