package relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.api.ApiToken.Role;
import relay.cli.Typed.Terminal;
import relay.cli.client.ExitCode;
import relay.image.Digest;

class LocalCommandsTest {
  @TempDir
  Path folder;
  private final Terminal terminal = new Terminal().with("HOOK", "0123456789abcdef-hook");

  @Test
  void check_of_a_sound_configuration_says_so_and_what_may_not_be_meant() throws Exception {
    Typed typed = terminal.type("check", "--config", configuration("").toString());
    assertThat(typed.code()).isZero();
    assertThat(typed.out()).contains("relay.yaml: no fault, 1 app", "note: there is no API token");
    assertThat(terminal.served()).isEmpty();
  }

  @Test
  void check_tells_every_fault_in_a_line_of_its_own() throws Exception {
    Typed typed = terminal.type("check", "-c", configuration("logs: loud\nserver: {port: x}\n").toString());
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err().lines()).hasSize(2).allMatch(line -> line.matches("relay: (logs|server.port): .*"));
  }

  @Test
  void check_with_azure_ends_as_the_program_does() throws Exception {
    Typed typed = terminal.type("check", "--azure", "-c", configuration("").toString());
    assertThat(typed.code()).isEqualTo(1);
    assertThat(typed.out()).contains("reviews: the identity may not read the site");
  }

  @Test
  void serve_runs_with_the_configuration_found_in_the_environment_and_never_with_a_bad_one() throws Exception {
    assertThat(terminal.type("serve").code()).isEqualTo(2);
    assertThat(terminal.with("RELAY_CONFIG", Files.readString(configuration("logs: loud\n"))).type("serve").code())
        .isEqualTo(2);
    assertThat(terminal.served()).isEmpty();
    terminal.with("RELAY_CONFIG_FILE", configuration("").toString());
    assertThat(terminal.type("serve").code()).isZero();
    assertThat(terminal.served()).singleElement().extracting(config -> config.apps().size()).isEqualTo(1);
  }

  @Test
  void a_new_token_is_known_by_the_lines_printed_with_it() throws Exception {
    Typed typed = terminal.type("token", "new", "--role", "operator", "--name", "ann");
    assertThat(typed.code()).isZero();
    String token = found("relay_[A-Za-z0-9_-]{43}", typed.out());
    String yaml = typed.out().substring(typed.out().indexOf("api:"));
    terminal.with("RELAY_CONFIG_FILE", configuration(yaml).toString()).type("serve");
    assertThat(terminal.served().getFirst().access().tokens()).singleElement().satisfies(known -> {
      assertThat(known.name()).isEqualTo("ann");
      assertThat(known.role()).isEqualTo(Role.OPERATOR);
      assertThat("sha256:" + known.sha256())
          .isEqualTo(Digest.of(token.getBytes(StandardCharsets.UTF_8)).value());
    });
    assertThat(terminal.type("token", "new", "--role", "operator", "--name", "ann").out()).doesNotContain(token);
  }

  @Test
  void the_page_lists_exactly_the_exit_codes_there_are() throws Exception {
    Map<Integer, String> listed = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| (\\d+) \\| (.*) \\|$").matcher(page());
    while (row.find()) {
      listed.put(Integer.parseInt(row.group(1)), row.group(2));
    }
    Map<Integer, String> known = new TreeMap<>();
    Arrays.stream(ExitCode.values()).forEach(exit -> known.put(exit.code(), exit.meaning()));
    assertThat(listed).isEqualTo(known);
  }

  @Test
  void the_page_lists_exactly_the_commands_there_are() throws Exception {
    var listed = new TreeSet<String>();
    Matcher row = Pattern.compile("(?m)^\\| `relay ([a-z-]+)").matcher(page());
    while (row.find()) {
      listed.add(row.group(1));
    }
    var line = terminal.command(new StringWriter(), new StringWriter()).line();
    assertThat(listed).isEqualTo(new TreeSet<>(line.getSubcommands().keySet()));
  }

  @Test
  void help_and_version_are_there_for_every_command() {
    assertThat(terminal.type("--version").out()).startsWith("relay ");
    var line = terminal.command(new StringWriter(), new StringWriter()).line();
    assertThat(line.getSubcommands().keySet())
        .allSatisfy(name -> assertThat(terminal.type(name, "--help").out()).contains("Usage: relay "));
  }

  @Test
  void help_lists_the_exit_codes() {
    for (String[] typed : new String[][]{{"--help"}, {"help"}, {"deploy", "--help"}, {"help", "rollback"}}) {
      String help = terminal.type(typed).out();
      assertThat(ExitCode.values()).allSatisfy(exit -> assertThat(help.replaceAll("\\s+", " "))
          .contains(exit.code() + " " + exit.meaning()));
    }
  }

  private Path configuration(String more) throws Exception {
    return Files.writeString(folder.resolve("relay.yaml"), """
        registries:
          shop: {host: shop.azurecr.io, webhook: {secrets: [{bearer: "${HOOK}"}]}}
        apps:
          - name: reviews
            mode: observe
            subscription: 00000000-0000-0000-0000-000000000001
            resourceGroup: shop
            site: shop-reviews
            registry: shop
            repository: reviews/web
            tag: live
        journal: {file: '%s/relay.db'}
        """.formatted(folder) + more);
  }

  private static String found(String pattern, String text) {
    Matcher m = Pattern.compile(pattern).matcher(text);
    assertThat(m.find()).isTrue();
    return m.group();
  }

  private static String page() throws Exception {
    return Files.readString(Path.of("docs", "cli.md"));
  }
}
