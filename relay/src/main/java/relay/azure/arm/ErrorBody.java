package relay.azure.arm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of an error answer may be repeated in a sentence: the code and the action that a refusal names, both bounded in
 * length and alphabet. The rest of the body is not kept. Azure Resource Manager writes {@code
 * {"error":{"code","message"}}}, App Service itself {@code {"Code","Message"}}, which the SDK cannot read
 * (azure-contracts, section 4.8).
 *
 * @param code empty when there is none, or not one word
 * @param action the right that the caller lacks; empty when the message names none
 */
record ErrorBody(Optional<String> code, Optional<String> action) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_BODY = 64 * 1024;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.]{1,64}");
  private static final Pattern ACTION = Pattern.compile("'((?i:microsoft)\\.[A-Za-z]{1,40}(?:/[A-Za-z]{1,40}){1,6})'");
  private static final ErrorBody NOTHING = new ErrorBody(Optional.empty(), Optional.empty());

  /** Never fails: what cannot be read says nothing. */
  static ErrorBody parse(String body) {
    if (body.length() > LONGEST_BODY) {
      return NOTHING;
    }
    try {
      JsonNode top = JSON.readTree(body);
      JsonNode error = top.path("error").isObject() ? top.path("error") : top;
      Matcher action = ACTION.matcher(text(error, "message", "Message"));
      return new ErrorBody(Optional.of(text(error, "code", "Code")).filter(CODE.asMatchPredicate()),
          action.find() ? Optional.of(action.group(1)) : Optional.empty());
    } catch (JsonProcessingException _) { // a proxy's page, say: the status alone must do
      return NOTHING;
    }
  }

  private static String text(JsonNode object, String name, String capitalised) {
    return object.path(name).asText(object.path(capitalised).asText(""));
  }
}
