package reviews.web;

import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A form as it is shown: what was typed so far, and what is wrong with it.
 *
 * @param values by field name
 * @param faults by field name, in the order of the page; empty when the form is new or good
 */
record FormInput(Map<String, String> values, Map<String, String> faults) {
  static FormInput blank() {
    return new FormInput(Map.of(), Map.of());
  }

  /** Reads all text fields and finds their faults. */
  static FormInput read(MultiMap form, List<FormField> fields) {
    var input = new FormInput(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (FormField field : fields) {
      String text = field.read(form);
      input.values.put(field.name(), text);
      String fault = field.fault(text);
      if (!fault.isEmpty()) {
        input.faults.put(field.name(), fault);
      }
    }
    return input;
  }

  String value(FormField field) {
    return values.getOrDefault(field.name(), "");
  }
}
