package reviews.web.form;

import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A form as it is shown: what was typed so far, and what is wrong with it.
 *
 * @param values by field name
 * @param faults by field name, in the order of the page; empty when the form is new or good
 */
public record FormInput(Map<String, String> values, Map<String, String> faults) {
  /** A form that nothing was typed into yet. */
  public static FormInput blank() {
    return new FormInput(Map.of(), Map.of());
  }

  /** To be filled, field by field, in the order of the page. */
  static FormInput empty() {
    return new FormInput(new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** Takes a text field from what was sent, with its fault if it has one. */
  void read(FormField field, MultiMap form) {
    String text = field.read(form);
    put(field.name(), text, field.fault(text));
  }

  /**
   * Takes a value with its fault.
   *
   * @param fault a sentence; empty when nothing is wrong
   */
  public void put(String field, String value, String fault) {
    values.put(field, value);
    if (!fault.isEmpty()) {
      faults.put(field, fault);
    }
  }

  String value(FormField field) {
    return values.getOrDefault(field.name(), "");
  }
}
