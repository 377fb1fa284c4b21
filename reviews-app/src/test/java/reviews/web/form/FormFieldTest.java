package reviews.web.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class FormFieldTest {
  private static final FormField NAME = new FormField("f", "Name", 5, false);
  private static final FormField TEXT = new FormField("f", "Text", 20, true);

  @Test
  void text_is_tidied_up() {
    assertThat(read(NAME, "  a \t\r\n b  ")).isEqualTo("a b");
    assertThat(read(TEXT, "\r\na\r\n\r\n \r\n\r\nb\rc\n")).isEqualTo("a\n\nb\nc");
    assertThat(read(NAME, "e\u0301")).isEqualTo("\u00e9");
    assertThat(NAME.read(MultiMap.caseInsensitiveMultiMap())).isEmpty();
  }

  @Test
  void length_is_counted_in_characters_as_people_see_them() {
    assertThat(NAME.fault("\uD83C\uDF5C".repeat(5))).isEmpty();
    assertThat(NAME.fault("abcdef")).isEqualTo("Name has 6 characters; at most 5 fit.");
    assertThat(NAME.fault("")).isEqualTo("Enter name.");
  }

  @Test
  void characters_that_cannot_be_seen_are_refused_but_emoji_joiners_and_other_scripts_are_not() {
    for (String bad : new String[]{"a\u0000", "a\u001B", "\u202Eevil", "a\u2067", "a\uD800"}) {
      assertThat(NAME.fault(bad)).as(bad).isEqualTo("Name holds characters that cannot be shown.");
    }
    assertThat(TEXT.fault("\uD83D\uDC69\u200D\uD83C\uDF73 \u05D0\u05D1 \u0645 a\tb\nc")).isEmpty();
  }

  private static String read(FormField field, String typed) {
    return field.read(MultiMap.caseInsensitiveMultiMap().set("f", typed));
  }
}
