package relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.config.text.ConfigException;
import relay.config.text.ConfigText;
import relay.config.text.SettingsTree;

class ConfigFaultsTest {
  @TempDir
  Path folder;

  @Test
  void every_fault_is_told_at_once_each_in_one_line_with_its_path_its_value_and_a_remedy() {
    List<String> faults = least().replacing("tag: live", "tag: live\n    health: {deadline: 10, intervall: 5s}")
        .replacing("mode: act", "mode: watch").adding("server: {port: 80800}\nmanagment: {port: 9090}\n").faults();
    assertThat(faults).containsExactlyInAnyOrder(
        "server.port: \"80800\" is not a whole number from 0 to 65535; write one",
        "apps[0].mode: \"watch\" is not one of the words known here; write observe, act",
        "apps[0].health.deadline: \"10\" is not a length of time; write a number and its unit: 200ms, 5s, 10m, 2h or 90d",
        "apps[0].health.intervall: is no setting of the relay; did you mean interval?",
        "managment: is no setting of the relay; did you mean management?");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      name: reviews           | name: Re_views         | apps[0].name: "Re_views" is not an app name
      mode: act               | tags: x                | apps[0].mode: is missing
      mode: act               | mode: act\\n    tags: x | apps[0].tags: is no setting of the relay; did you mean tag?
      subscription: 00000000- | subscription: x        | apps[0].subscription: "x0000-0000
      resourceGroup: shop     | resourceGroup: a/b     | apps[0].resourceGroup: "a/b" is not
      site: shop-reviews      | site: a.azurewebsites.net | apps[0].site: "a.azurewebsites.net" is not
      registry: shop          | registry: shp          | apps[0].registry: "shp" is not one of the registries of this file; did you mean shop?
      repository: reviews/web | repository: reviews:1  | apps[0].repository: "reviews:1" is not
      tag: live               | tag: a b               | apps[0].tag: "a b" is not a tag
      tag: live               | platform: arm          | apps[0].platform: "arm" is not a platform
      tag: live               | platform: linux/arm64  | apps[0].tag: is missing
      tag: live               | versions: {range: bananas} | apps[0].versions.range: "bananas" is not a range
      tag: live               | versions: {}           | apps[0].versions.range: is missing
      tag: live               | tag: live\\n    versions: {range: ^1} | apps[0].tag: is not the only one: tag and versions are given
      tag: live               | builds: {prefix: b}             | apps[0].builds: has no filter, so that every tag would be a build
      tag: live               | builds: {regex: '(a'}           | apps[0].builds.regex: "(a" is not a regular expression of RE2 (missing closing ))
      tag: live               | builds: {regex: "(?=a)"}       | apps[0].builds.regex: "(?=a)" is not a regular expression of RE2
      tag: live               | versions: {range: ^1, glob: 'a b'} | apps[0].versions.glob: "a b" is not a pattern for tags
      tag: live               | tag: live\\n    vaultGate: maybe | apps[0].vaultGate: "maybe" is not one of the words known here; write no-worse, all, off
      tag: live               | tag: live\\n    acceptStoredPassword: yes | apps[0].acceptStoredPassword: "yes" is neither true nor false
      tag: live               | tag: live\\n    health: {path: healthz} | apps[0].health.path: "healthz" is not a path
      tag: live               | tag: live\\n    health: {body: "("} | apps[0].health.body: "(" is not a regular expression
      tag: live               | tag: live\\n    health: {interval: 20m} | apps[0].health.deadline: is 10m, but goodInARow x interval alone takes 1h
      tag: live               | tag: live\\n    health: {soak: 1s} | apps[0].health.soak: is 1s, too short for one probe every 5s
      tag: live               | tag: live\\n    health: {errorBudget: 24} | apps[0].health.errorBudget: is 24, not less than errorWindow
      tag: live               | tag: live\\n    health: {timeout: 5m, deadline: 1m} | apps[0].health.timeout: is 5m, not less than health.deadline (1m)
      tag: live               | tag: live\\n    proof: {marker: none} | apps[0].proof.marker: is none, but proof.require is proven
      tag: live               | tag: live\\n    proof: {marker: {}} | apps[0].proof.marker: must say one place
      tag: live               | tag: live\\n    proof: {marker: {pointer: revision}} | apps[0].proof.marker.pointer: "revision" is not a JSON pointer
      tag: live               | tag: live\\n    proof: {require: settled, marker: none}\\n    health: {quiet: 10m} | apps[0].health.quiet: is 10m, so long that goodInARow x interval (15s) after it does not fit into deadline (10m)
      tag: live               | tag: live\\n    health: {quiet: 15m} | apps[0].health.quiet: is 15m, so long that goodInARow x interval (15s) after it does not fit into restoreDeadline (15m)
      tag: live               | tag: live\\n    health: {restoreDeadline: 15s} | apps[0].health.restoreDeadline: is 15s, but goodInARow x interval alone takes 15s
      tag: live               | tag: live\\n    health: {startWithin: 10m} | apps[0].health.startWithin: is 10m, not less than deadline (10m)
      tag: live               | tag: live\\n    health: {soak: 20m, longestSoak: 15m} | apps[0].health.longestSoak: is 15m, shorter than soak (20m)
      tag: live               | tag: live\\n    health: {badInARow: 0} | apps[0].health.badInARow: "0" is not a whole number from 1 to 1000
      tag: live               | tag: live\\n    health: {startWithin: soon} | apps[0].health.startWithin: "soon" is not a length of time
      tag: live               | tag: live\\n    health: {status: 302} | apps[0].health.status: is 302, which a sign-in before the app answers too
      tag: live               | tag: live\\n    health: {status: 401} | apps[0].health.status: is 401, which a sign-in before the app answers too
      tag: live               | tag: live\\n    probe: {url: https://a.example/x} | apps[0].probe.url: "https://a.example/x" is not an address that fits
      tag: live               | tag: live\\n    probe: {connectTo: 10.0.0.4} | apps[0].probe.connectTo: "10.0.0.4" is not host:port
      tag: live               | tag: live\\n    probe: {url: http://a.example, headers: {X-Key: abc}} | apps[0].probe.headers: would go out unencrypted
      tag: live               | tag: live\\n    probe: {connectTo: "10.0.0.4:65536"} | apps[0].probe.connectTo: "10.0.0.4:65536" is not host:port
      tag: live               | tag: live\\n    probe: {url: "https:a"} | apps[0].probe.url: "https:a" is not an address
      host: shop.azurecr.io   | host: shop:0           | registries.shop.host: "shop:0" is not a registry's host
      host: shop.azurecr.io   | host: Shop.azurecr.io  | registries.shop.host: "Shop.azurecr.io" is not a registry's host
      host: shop.azurecr.io   | host: 127.evil.example\\n    plainHttp: true | registries.shop.plainHttp: is true, and the host is not this machine
      host: shop.azurecr.io   | host: shop.azurecr.io\\n    blobHosts: [azure] | registries.shop.blobHosts[0]: "azure" is neither
      'webhook: {secrets: [{bearer: "${HOOK}"}]}' | webhook: {} | registries.shop.webhook.secrets: holds no secret
      'bearer: "${HOOK}"'     | 'bearer: "${NOPE}"'    | registries.shop.webhook.secrets[0].bearer: the value (not shown) needs the environment variable NOPE, which is not set
      'bearer: "${HOOK}"'     | header: {name: X-A}    | registries.shop.webhook.secrets[0].header.value: is missing
      'bearer: "${HOOK}"'     | bearer: "${HOOK}", header: {name: X-A, value: "${HOOK}"} | registries.shop.webhook.secrets[0]: holds 2 ways
      host: shop.azurecr.io   | host: shop.azurecr.io\\\\n    reconcile: {webhooks: [relay]} | registries.shop.reconcile.webhooks[0]: "relay" is not the resource id of a webhook
      host: shop.azurecr.io   | host: shop.azurecr.io\\\\n    reconcile: {interval: 1ms} | registries.shop.reconcile.interval: "1ms" is out of bounds
      shop:                   | Sh op:                 | registries.Sh op: is not a name for a registry
      """)
  void a_bad_setting_is_told(String text, String by, String fault) {
    assertThat(least().replacing(text, by.replace("\\n", "\n")).faults()).anyMatch(line -> line.startsWith(fault));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      azure: {credential: workload-identity, tenant: t} | azure.clientId: is missing, and workload-identity needs it
      azure: {deadline: 5m, within: 1m}                 | azure.within: is shorter than azure.deadline
      azure: {armEndpoint: 'http://localhost:1'}        | azure.armEndpoint: "http://localhost:1" is not an address that fits
      azure: {trustedCertificates: /nowhere/a.pem}      | azure.trustedCertificates: "/nowhere/a.pem" is not a PEM file
      azure: [1]                                        | azure: is a list; write settings below it
      azure: !!set {a, b}                               | azure: has a YAML tag
      management: {port: 8080}                          | management.port: is 8080, that of server too
      server:                                           | server: is empty
      server: {port: 80, port: 81}                      | server.port: is given twice
      reconcile: 5                                      | reconcile: "5" is not a length of time
      reconcile: 2d                                     | reconcile: "2d" is out of bounds; write 100ms to 1d
      logs: {a: b}                                      | logs: is a group of settings
      logs: '${OPEN'                                    | logs: "${OPEN" holds a ${ that is not ${NAME}
      notify: {webhook: {}}                             | notify.webhook.secret: is missing, and unsigned messages are not sent
      notify: {webhook: {url: 'http://a.example/', secret: whsec_AAAA}} | notify.webhook.secret: the value (not shown) is not a signing secret
      notify: {webhook: {url: 'http://a.example/', secret: whsec_AAAA}} | notify.webhook.url: is plain HTTP to another machine
      api: {tokens: [{name: ann, sha256: abc}]}         | api.tokens[0].role: is missing
      api: {tokens: [{name: ann, role: king, sha256: abc}]} | api.tokens[0].sha256: the value (not shown) is not a SHA-256
      """)
  void a_bad_addition_is_told(String yaml, String fault) {
    assertThat(least().adding(yaml).faults()).anyMatch(line -> line.startsWith(fault));
  }

  @ParameterizedTest
  @ValueSource(strings = {"short-secret", "0123456789abcdef-line\n", "0123456789abcdef-\u00e4", "                   "})
  void a_secret_that_is_short_or_cannot_stand_in_a_header_is_refused_and_never_shown(String secret) {
    assertThat(least().with("HOOK", secret).faults()).singleElement().asString()
        .startsWith("registries.shop.webhook.secrets[0].bearer: the value (not shown)")
        .doesNotContain(secret.strip().isEmpty() ? "   " : secret.strip());
  }

  @Test
  void what_came_from_the_environment_is_not_shown_where_it_does_not_fit() {
    assertThat(least().replacing("tag: live", "tag: ${HOOK} x").faults()).singleElement().asString()
        .isEqualTo(
            "apps[0].tag: \"${HOOK} x\" (as filled in) is not a tag; write one tag, versions for a range, or builds for the newest");
  }

  @Test
  void two_apps_may_share_neither_name_nor_site() {
    Given given = least().replacing("    tag: live\n", """
            tag: live
          - name: reviews
            mode: act
            subscription: 00000000-0000-0000-0000-000000000001
            resourceGroup: SHOP
            site: Shop-Reviews
            registry: shop
            repository: menu
            tag: live
        """);
    assertThat(given.faults()).containsExactly(
        "apps[1].name: \"reviews\" is that of apps[0] too; give each app its own name",
        "apps[1].site: \"Shop-Reviews\" is that of apps[0] too; a site has one writer: drop one of them");
  }

  @Test
  void the_site_that_the_relay_runs_on_is_refused() {
    Given own = least().with("WEBSITE_SITE_NAME", "Shop-Reviews");
    assertThat(own.faults()).singleElement().asString().contains("is the site that this relay runs on");
    assertThat(own.with("WEBSITE_RESOURCE_GROUP", "shop")
        .with("WEBSITE_OWNER_NAME", "00000000-0000-0000-0000-000000000001+shop-WestEuropewebspace-Linux").faults())
        .hasSize(1);
    assertThat(own.with("WEBSITE_RESOURCE_GROUP", "another").faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "fuse.blobfuse2", "9p"})
  void a_journal_on_a_network_file_system_is_refused(String type) {
    assertThat(least().on(type).faults()).singleElement().asString()
        .startsWith("journal.file: ").contains("is on a file system of type " + type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "overlay", "apfs", "fuse.fuse-overlayfs"})
  void a_journal_on_a_local_file_system_is_fine(String type) {
    assertThat(least().on(type).faults()).isEmpty();
  }

  @Test
  void a_journal_that_has_no_place_is_refused() throws Exception {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertThat(Given.yaml(Given.LEAST + "journal: {file: '" + folder + "/none/relay.db'}\n").faults())
        .singleElement().asString().contains("does not exist");
    assertThat(Given.yaml(Given.LEAST + "journal: {file: '" + taken + "'}\n").faults())
        .singleElement().asString().contains("is a folder");
    assertThat(Given.yaml(Given.LEAST + "journal: {file: /home/relay.db}\n").with("WEBSITE_SITE_NAME", "x").faults())
        .singleElement().asString().contains("App Service's /home");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "just text", "- a\n- b\n"})
  void a_file_without_settings_is_refused(String yaml) {
    assertThat(Given.yaml(yaml).faults()).singleElement().asString().startsWith("the configuration holds no settings");
  }

  @Test
  void a_file_that_is_not_yaml_is_refused_with_the_place_and_without_a_piece_of_it() {
    assertThat(Given.yaml("server: {port: 1\nsecret: hunter2-hunter2: x\n").faults()).singleElement().asString()
        .startsWith("not YAML at line 2").doesNotContain("hunter2");
    assertThat(Given.yaml("secret: *hunter2-hunter2\n").faults()).singleElement().asString()
        .contains("an alias").doesNotContain("hunter2");
    assertThat(Given.yaml("a: 1\n---\nb: 2\n").faults()).singleElement().asString().startsWith("not YAML");
  }

  @Test
  void a_file_that_is_too_much_is_refused_quickly() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]");
    for (int i = 1; i <= 60; i++) {
      bomb.append(String.format(Locale.ROOT, "%na%d: &a%d [*a%d, *a%d]", i, i, i - 1, i - 1));
    }
    assertThat(Given.yaml(bomb.toString()).faults()).singleElement().asString().startsWith("not YAML");
    assertThat(Given.yaml("a: " + "[".repeat(5000)).faults()).singleElement().asString().startsWith("not YAML");
    assertThat(Given.yaml("a: " + "x".repeat(SettingsTree.MOST_CHARACTERS)).faults()).singleElement().asString()
        .startsWith("not YAML");
    assertThat(Given.yaml("server: &s {inner: *s}\n").faults()).anyMatch(line -> line.contains("server.inner"));
    assertThat(Given.yaml("a: !!javax.script.ScriptEngineManager [x]\n").faults())
        .singleElement().asString().contains("a YAML tag").doesNotContain("javax");
  }

  @Test
  void the_text_is_taken_from_the_option_then_the_file_variable_then_the_text_variable() throws Exception {
    Path a = Files.writeString(folder.resolve("a.yaml"), "a");
    Path b = Files.writeString(folder.resolve("b.yaml"), "b");
    Map<String, String> env = Map.of("RELAY_CONFIG_FILE", b.toString(), "RELAY_CONFIG", "c");
    assertThat(ConfigText.find(Optional.of(a), env)).isEqualTo(new ConfigText(a.toString(), "a"));
    assertThat(ConfigText.find(Optional.empty(), env).yaml()).isEqualTo("b");
    assertThat(ConfigText.find(Optional.empty(), Map.of("RELAY_CONFIG", "c")))
        .isEqualTo(new ConfigText("RELAY_CONFIG", "c"));
    assertThatThrownBy(() -> ConfigText.find(Optional.empty(), Map.of())).isInstanceOf(ConfigException.class)
        .hasMessageContaining("--config FILE");
    assertThatThrownBy(() -> ConfigText.find(Optional.of(folder.resolve("none")), env))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there is no file");
    Path bytes = Files.write(folder.resolve("c.yaml"), new byte[]{(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> ConfigText.find(Optional.of(bytes), env)).isInstanceOf(ConfigException.class)
        .hasMessageContaining("is not UTF-8");
  }

  private Given least() {
    return Given.least(folder);
  }
}
