package relay.registry.field;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and values of a form or a query. It may hold tokens: it is sent, never logged. */
public final class UrlEncodedForm {
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Adds a value, or replaces the one of that name. */
  public UrlEncodedForm with(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** As {@code application/x-www-form-urlencoded}; empty when there is none. */
  public String encoded() {
    return values.entrySet().stream().map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
