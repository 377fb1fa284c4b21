package relay.config.text;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns YAML into {@link Setting}s, within bounds. Stops at YAML's nodes and constructs no object from a tag, so a file
 * can make nothing but text, lists and groups. An alias is the same setting again, never a copy.
 */
public final class SettingsTree {
  public static final int MOST_CHARACTERS = 1 << 20;
  private static final int MOST_ALIASES = 50;
  private static final int DEEPEST = 20;
  private static final Set<Tag> SCALARS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP, Tag.MERGE);

  private final IdentityHashMap<Node, Setting> done = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

  private SettingsTree() {}

  /**
   * The settings of one document.
   *
   * @throws ConfigException when {@code yaml} is not one YAML document within the bounds, or is empty
   */
  public static Setting parse(String yaml) throws ConfigException {
    var options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setAllowRecursiveKeys(false);
    String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
    try {
      @Nullable
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      if (root == null || !(root instanceof MappingNode)) {
        throw ConfigException.of("the configuration holds no settings",
            "see relay/docs/configuration.md for an example");
      }
      return new SettingsTree().setting(root);
    } catch (MarkedYAMLException e) {
      throw ConfigException.of("not YAML" + where(e) + safe(e),
          "mend the line; indent with spaces, quote special characters");
    } catch (YAMLException e) {
      throw ConfigException.of("not YAML that can be read: too large, too deep, or with control characters",
          "a configuration is some kilobytes of plain text");
    }
  }

  private Setting setting(Node node) {
    Setting known = done.get(node);
    if (known != null) {
      return known;
    }
    if (open.put(node, true) != null) {
      return new Setting.Foreign("is an alias of something that contains it");
    }
    Setting made = made(node);
    open.remove(node);
    done.put(node, made);
    return made;
  }

  private Setting made(Node node) {
    return switch (node) {
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> new Setting.Nothing();
      case ScalarNode scalar when SCALARS.contains(scalar.getTag()) -> new Setting.Text(scalar.getValue());
      case SequenceNode list when list.getTag().equals(Tag.SEQ) ->
        new Setting.Items(list.getValue().stream().map(this::setting).toList());
      case MappingNode group when group.getTag().equals(Tag.MAP) -> group(group);
      default -> new Setting.Foreign("has a YAML tag");
    };
  }

  private Setting group(MappingNode group) {
    Map<String, Setting> entries = new LinkedHashMap<>();
    List<String> twice = new ArrayList<>();
    for (NodeTuple entry : group.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(not a name)";
      if (entries.put(key, setting(entry.getValueNode())) != null) {
        twice.add(key);
      }
    }
    return new Setting.Keys(entries, twice);
  }

  private static String where(MarkedYAMLException e) {
    var mark = e.getProblemMark();
    return mark == null ? "" : " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  /** The parser's words without the piece of the file that it would quote: that may be a secret. */
  private static String safe(MarkedYAMLException e) {
    String problem = e.getProblem();
    if (problem == null) {
      return "";
    }
    if (problem.contains("alias")) {
      return ": an alias (*name) that leads nowhere, or too many of them";
    }
    return problem.contains("tag") ? ": a YAML tag (!name) that has no meaning here" : ": " + problem;
  }
}
