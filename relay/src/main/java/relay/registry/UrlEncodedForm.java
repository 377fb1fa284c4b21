package relay.registry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and values of a form or a query. It may hold tokens: it is sent, never logged. */
final class UrlEncodedForm {
  private final Map<String, String> values = new LinkedHashMap<>();

  UrlEncodedForm with(String name, String value) {
    values.put(name, value);
    return this;
  }

  String encoded() {
    return values.entrySet().stream().map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
