package relay.config.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One group of settings while it is read. A bad setting becomes a fault and the caller gets a stand-in, so that reading
 * goes on and finds all faults. A key that nobody asked for is found by {@link #finish}.
 */
public final class Section {
  private final String path;
  private final String pattern; // the path without indexes and chosen names: apps[].name, registries.*.host
  private final Map<String, Setting> entries;
  private final Reading reading;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<Section> inner = new ArrayList<>();

  /** What all sections of one file share. {@code known} collects the keys asked for, {@code apps[].name}. */
  public record Reading(Interpolation interpolation, List<Fault> faults, Set<String> known) {}

  private Section(String path, String pattern, Map<String, Setting> entries, Reading reading) {
    this.path = path;
    this.pattern = pattern;
    this.entries = entries;
    this.reading = reading;
  }

  public static Section root(Setting root, Reading reading) {
    return of("", "", root, reading);
  }

  private static Section of(String path, String pattern, Setting setting, Reading reading) {
    if (setting instanceof Setting.Keys(var entries, var twice)) {
      var section = new Section(path, pattern, entries, reading);
      twice.forEach(key -> section.fault(key, "is given twice", "keep one of them"));
      return section;
    }
    reading.faults.add(new Fault(path, setting.inWords(), "write settings below it, one \"key: value\" a line"));
    return new Section(path, pattern, Map.of(), reading);
  }

  public boolean has(String key) {
    ask(key);
    return entries.containsKey(key);
  }

  /** The value, or a fault and {@code standIn} when it is missing or unfit. */
  public <T> T required(String key, Form<T> form, T standIn) {
    if (!has(key)) {
      fault(key, "is missing", "it has no default");
      return standIn;
    }
    return optional(key, form).orElse(standIn);
  }

  public <T> T or(String key, Form<T> form, T orElse) {
    return optional(key, form).orElse(orElse);
  }

  /** Empty when it is not there; a fault and empty when it is unfit. */
  public <T> Optional<T> optional(String key, Form<T> form) {
    ask(key);
    Setting setting = entries.get(key);
    return setting == null ? Optional.empty() : value(at(key), setting, form);
  }

  /** The values of a list; empty when it is not there. */
  public <T> List<T> values(String key, Form<T> form) {
    List<T> values = new ArrayList<>();
    List<Setting> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      value(at(key) + "[" + i + "]", items.get(i), form).ifPresent(values::add);
    }
    return values;
  }

  /** The group under {@code key}; an empty one when it is not there, so that its defaults and needs apply. */
  public Section section(String key) {
    ask(key);
    return inner(at(key), key, entries.getOrDefault(key, new Setting.Keys(Map.of(), List.of())));
  }

  public Optional<Section> optionalSection(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** The groups of a list; empty when it is not there. */
  public List<Section> list(String key) {
    List<Section> sections = new ArrayList<>();
    List<Setting> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      sections.add(inner(at(key) + "[" + i + "]", key + "[]", items.get(i)));
    }
    return sections;
  }

  /** Groups under names that the operator chose; the names are not known keys. */
  public Map<String, Section> named(String key) {
    Section group = section(key);
    Map<String, Section> named = new LinkedHashMap<>();
    group.entries.forEach((name, setting) -> named.put(name, group.inner(group.at(name), "*", setting)));
    group.asked.addAll(group.entries.keySet());
    return named;
  }

  /** Values under names that the operator chose; empty when there are none. */
  public <T> Map<String, T> namedValues(String key, Form<T> form) {
    Map<String, T> values = new LinkedHashMap<>();
    optionalSection(key).ifPresent(group -> {
      group.asked.addAll(group.entries.keySet());
      group.entries.forEach((name, setting) -> group.value(group.at(name), setting, form)
          .ifPresent(value -> values.put(name, value)));
    });
    return values;
  }

  /** Whether {@code key} holds just this word. */
  public boolean says(String key, String word) {
    ask(key);
    return entries.get(key) instanceof Setting.Text(var written) && written.equals(word);
  }

  public void fault(String key, String problem, String remedy) {
    reading.faults.add(new Fault(at(key), problem, remedy));
  }

  public void fault(String problem, String remedy) {
    reading.faults.add(new Fault(path, problem, remedy));
  }

  /** How many faults were found so far, anywhere: equal before and after means that what was read between is sound. */
  public int faultsSoFar() {
    return reading.faults.size();
  }

  /** Whether {@code key} is there and was read without a fault. */
  public boolean reads(String key) {
    return entries.containsKey(key) && reading.faults.stream().noneMatch(fault -> fault.path().equals(at(key)));
  }

  public String path() {
    return path;
  }

  /** Adds a fault for every key, here and below, that nobody asked for. */
  public void finish() {
    for (String key : entries.keySet()) {
      if (!asked.contains(key)) {
        String guess = Nearest.to(key, asked).map(near -> "did you mean " + near + "?")
            .orElse("known here: " + String.join(", ", asked));
        fault(printable(key), "is no setting of the relay", guess);
      }
    }
    inner.forEach(Section::finish);
  }

  private void ask(String key) {
    if (asked.add(key)) {
      reading.known.add(below(pattern, key));
    }
  }

  private Section inner(String innerPath, String innerKey, Setting setting) {
    Section section = of(innerPath, below(pattern, innerKey), setting, reading);
    inner.add(section);
    return section;
  }

  private List<Setting> items(String key) {
    ask(key);
    Setting setting = entries.get(key);
    if (setting == null) {
      return List.of();
    }
    if (setting instanceof Setting.Items(var items)) {
      return items;
    }
    fault(key, setting.inWords(), "write a list below it, one \"- ...\" for each");
    return List.of();
  }

  private <T> Optional<T> value(String at, Setting setting, Form<T> form) {
    if (!(setting instanceof Setting.Text(var written))) {
      String remedy = setting instanceof Setting.Nothing ? "give it a value, or leave the key out" : "write one value";
      reading.faults.add(new Fault(at, setting.inWords(), remedy));
      return Optional.empty();
    }
    Interpolation.@Nullable Filled filled = null;
    try {
      filled = reading.interpolation.fill(written);
      return Optional.of(form.of(filled.text()));
    } catch (UnfitException unfit) {
      String shown = form.hidden()
          ? "the value (not shown)"
          : "\"" + printable(written) + "\"" + (filled != null && filled.fromOutside() ? " (as filled in)" : "");
      reading.faults.add(new Fault(at, shown + " " + unfit.problem(), unfit.remedy()));
      return Optional.empty();
    }
  }

  private String at(String key) {
    return below(path, key);
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  public static String printable(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e\\p{L}\\p{N}]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
  }
}
