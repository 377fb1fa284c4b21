package relay.cli.client;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command that was typed wrongly: one line, with what was probably meant. */
public final class UsageErrors {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/-]{1,40}");

  private UsageErrors() {}

  public static String line(ParameterException wrong) {
    String help = wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    return unknownOptions(wrong).or(() -> unknownWords(wrong)).orElseGet(() -> firstLine(wrong))
        + meant(wrong).map(meant -> "; " + meant).orElse("")
        + "; see " + help;
  }

  private static Optional<String> meant(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    List<String> similar = unmatched.getSuggestions();
    if (!similar.isEmpty()) {
      return Optional.of("did you mean " + similar.getFirst() + "?");
    }
    var options = wrong.getCommandLine().getCommandSpec().optionsMap();
    return List.of("--tag", "--to").stream().filter(options::containsKey).findFirst()
        .filter(_ -> unmatched.getUnmatched().stream().noneMatch(word -> word.startsWith("-")))
        .map(option -> "did you mean " + option + " " + unmatched.getUnmatched().getFirst() + "?");
  }

  /** Their names alone: what follows an option that does not exist may be a secret, and lines of errors end up in logs. */
  private static Optional<String> unknownOptions(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? Optional.of(unmatched.getUnmatched().stream().filter(word -> word.startsWith("-"))
            .map(word -> word.split("=", 2)[0]).collect(Collectors.joining(", "))).filter(names -> !names.isEmpty())
            .map(names -> "there is no option " + names)
        : Optional.empty();
  }

  private static Optional<String> unknownWords(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? Optional.of(unmatched.getUnmatched().stream().filter(word -> WORD.matcher(word).matches())
            .collect(Collectors.joining(" "))).filter(words -> !words.isEmpty())
            .map(words -> words + " is nothing that this command knows")
        : Optional.empty();
  }

  private static String firstLine(Exception wrong) {
    return Optional.ofNullable(wrong.getMessage()).flatMap(message -> message.lines().findFirst())
        .map(line -> line.endsWith(".") ? line.substring(0, line.length() - 1) : line).orElse("wrong usage");
  }
}
