package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
  private static final String WRITE = "Microsoft.Web/sites/config/Write";

  @ParameterizedTest
  @CsvSource({"*, true", "microsoft.web/SITES/config/write, true", "Microsoft.Web/sites/*, true", "*/write, true",
      "Microsoft.Web/*/config/*, true", "Microsoft.Web/sites/config/read, false", "*/read, false", "'', false",
      "Microsoft.Web/sites/config/Write/more, false", "Microsoft.Web/sites/*/Write/*, false"})
  void wildcards_stand_for_any_text(String pattern, boolean granted) {
    assertThat(Permissions.granted("{\"value\":[{\"actions\":[\"" + pattern + "\"],\"notActions\":[]}]}", WRITE))
        .contains(granted);
  }

  @Test
  void what_one_assignment_takes_away_another_may_give() {
    String contributorWithout = "{\"actions\":[\"*\"],\"notActions\":[\"Microsoft.Web/sites/config/write\"]}";
    String custom = "{\"actions\":[\"Microsoft.Web/sites/config/write\"]}";
    assertThat(Permissions.granted("{\"value\":[" + contributorWithout + "]}", WRITE)).contains(false);
    assertThat(Permissions.granted("{\"value\":[" + contributorWithout + "," + custom + "]}", WRITE)).contains(true);
    assertThat(Permissions.granted("{\"value\":[]}", WRITE)).contains(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"value\":null}", "[]",
      "{\"value\":[{\"actions\":[\"*/read\"]}],\"nextLink\":\"https://localhost/2\"}"})
  void what_does_not_say_is_not_told(String body) {
    assertThat(Permissions.granted(body, WRITE)).isEmpty();
  }
}
