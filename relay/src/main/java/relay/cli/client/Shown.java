package relay.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of the relay's JSON as a person reads them in a terminal. */
public final class Shown {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{12})[0-9a-f]{52}");

  private Shown() {}

  /** The text of a member; empty when it is missing or null. Holds no control character, so it cannot steer a terminal. */
  public static String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isMissingNode() || value.isNull()
        ? ""
        : printable(value.isValueNode() ? value.asText() : value.toString());
  }

  /** As {@link #text}, digests cut to their first twelve hex digits. */
  public static String brief(JsonNode object, String member) {
    Matcher digest = DIGEST.matcher(text(object, member));
    return digest.replaceAll("$1");
  }

  /** As {@link #text}, a time to the second in UTC. */
  public static String time(JsonNode object, String member) {
    String text = text(object, member);
    try {
      return text.isEmpty() ? "" : Instant.parse(text).truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ');
    } catch (DateTimeException notATime) {
      return text;
    }
  }

  public static String printable(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
