package relay.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import relay.config.text.ConfigException;
import relay.config.text.ConfigText;
import relay.config.text.Fault;
import relay.config.text.Surroundings;

/** A configuration to read in a test: YAML, an environment, a file system. */
final class Given {
  static final String SECRET = "0123456789abcdef-hook";
  /** The least that works, but for the journal's folder: that is the test's own. */
  static final String LEAST = """
      registries:
        shop:
          host: shop.azurecr.io
          webhook: {secrets: [{bearer: "${HOOK}"}]}
      apps:
        - name: reviews
          mode: act
          subscription: 00000000-0000-0000-0000-000000000001
          resourceGroup: shop
          site: shop-reviews
          registry: shop
          repository: reviews/web
          tag: live
      """;
  private String yaml;
  private String fileSystem = "ext4";
  private final Map<String, String> env = new HashMap<>(Map.of("HOOK", SECRET));

  private Given(String yaml) {
    this.yaml = yaml;
  }

  static Given yaml(String yaml) {
    return new Given(yaml);
  }

  /** {@link #LEAST} with its journal in {@code folder}. */
  static Given least(Path folder) {
    return new Given(LEAST + "journal: {file: '" + folder.resolve("relay.db") + "'}\n");
  }

  /** {@code text} must stand there. */
  Given replacing(String text, String by) {
    if (!yaml.contains(text)) {
      throw new IllegalArgumentException("not in the configuration: " + text);
    }
    yaml = yaml.replace(text, by);
    return this;
  }

  Given adding(String more) {
    yaml += more;
    return this;
  }

  Given with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  Given on(String type) {
    fileSystem = type;
    return this;
  }

  RelayConfig read() throws ConfigException {
    return RelayConfig.read(new ConfigText("test", yaml), here());
  }

  Set<String> known() throws ConfigException {
    Set<String> known = new TreeSet<>();
    RelayConfig.read(yaml, here(), known);
    return known;
  }

  /** The lines of what is wrong; empty when nothing is. */
  List<String> faults() {
    try {
      read();
      return List.of();
    } catch (ConfigException bad) {
      return bad.faults().stream().map(Fault::line).toList();
    }
  }

  private Surroundings here() {
    return new Surroundings(env, _ -> Optional.of(fileSystem));
  }

  /** The example of that name in the documentation. */
  static String documented(String name) throws IOException {
    String page = page();
    int from = page.indexOf("```yaml\n", page.indexOf("<!-- example: " + name + " -->")) + "```yaml\n".length();
    return page.substring(from, page.indexOf("```", from));
  }

  static String page() throws IOException {
    return Files.readString(Path.of("docs", "configuration.md"));
  }
}
