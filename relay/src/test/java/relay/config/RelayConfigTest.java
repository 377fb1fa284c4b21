package relay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.api.ApiAccess;
import relay.app.AppName;
import relay.app.AppSettings.Mode;
import relay.app.AppSettings.VaultGate;
import relay.azure.arm.AzureSettings.Credential;
import relay.azure.arm.SiteId;
import relay.health.Answer;
import relay.health.HealthSettings;
import relay.health.ProofSettings;
import relay.http.ServerSettings;
import relay.http.ServerSettings.Address;
import relay.image.Platform;
import relay.image.Repository;
import relay.image.TagPolicy;
import relay.intake.sender.SenderCheck;
import relay.registry.RegistrySettings.Access;
import relay.secret.Secret;

class RelayConfigTest {
  @TempDir
  Path folder;

  @Test
  void what_is_left_out_takes_the_defaults_of_the_product() throws Exception {
    RelayConfig config = Given.least(folder).read();
    assertThat(config.server()).isEqualTo(new ServerSettings(new Address("0.0.0.0", 8080), Optional.empty()));
    assertThat(config.journal().keep()).isEqualTo(Duration.ofDays(90));
    assertThat(config.azure().credential()).isEqualTo(Credential.MANAGED_IDENTITY);
    assertThat(config.azure().deadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.azure().tries()).isEqualTo(5);
    assertThat(config.azure().within()).isEqualTo(Duration.ofMinutes(3));
    assertThat(config.reconcile()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.logs()).isEqualTo(LogForm.TEXT);
    assertThat(config.webhook()).isEmpty();
    assertThat(config.access()).isEqualTo(ApiAccess.LOOKING);
  }

  @Test
  void an_app_is_read_into_the_records_of_its_parts() throws Exception {
    AppConfig app = Given.least(folder).read().app(new AppName("reviews")).orElseThrow();
    assertThat(app.site()).isEqualTo(new SiteId("00000000-0000-0000-0000-000000000001", "shop", "shop-reviews"));
    assertThat(app.settings().repository()).isEqualTo(new Repository("shop.azurecr.io", "reviews/web"));
    assertThat(app.settings().tags()).isEqualTo(new TagPolicy.Exact("live"));
    assertThat(app.settings().mode()).isEqualTo(Mode.ACT);
    assertThat(app.settings().platform()).isEqualTo(Platform.LINUX_AMD64);
    assertThat(app.settings().proof()).isEqualTo(ProofSettings.standard());
    assertThat(app.settings().vaultGate()).isEqualTo(VaultGate.NO_WORSE);
    assertThat(app.settings().unknownDigestRetry()).isEqualTo(Duration.ofMinutes(5));
    assertThat(app.probe().base()).isEqualTo(URI.create("https://shop-reviews.azurewebsites.net"));
    assertThat(app.probe().timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_registry_and_its_receiver_are_read_with_the_secret_filled_in() throws Exception {
    RegistryConfig shop = Given.least(folder).read().registry("shop").orElseThrow();
    assertThat(shop.settings().access()).isEqualTo(Access.IDENTITY);
    assertThat(shop.settings().blobHosts()).isEqualTo(Set.of(".blob.core.windows.net", ".data.azurecr.io"));
    assertThat(shop.acr().orElseThrow().senders().secrets())
        .containsExactly(new SenderCheck.Bearer(new Secret(Given.SECRET)));
  }

  @Test
  void idle_apps_are_looked_at_as_often_as_is_said() throws Exception {
    assertThat(Given.least(folder).adding("reconcile: 500ms\n").read().reconcile()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void a_tag_that_looks_like_a_number_keeps_its_zero() throws Exception {
    AppConfig app = Given.least(folder).replacing("tag: live", "tag: 1.10").read().apps().getFirst();
    assertThat(app.settings().tags()).isEqualTo(new TagPolicy.Exact("1.10"));
  }

  @Test
  void off_is_a_word_and_not_a_flag() throws Exception {
    AppConfig app = Given.least(folder).replacing("    tag: live", "    tag: live\n    vaultGate: off").read().apps()
        .getFirst();
    assertThat(app.settings().vaultGate()).isEqualTo(VaultGate.OFF);
  }

  @Test
  void a_default_stands_in_for_a_variable_that_is_missing_or_empty() throws Exception {
    Given given = Given.least(folder).adding("server: {port: '${PORT:-81}80'}\nlogs: ${LOGS:-json}\n").with("LOGS", "");
    assertThat(given.read().server().main().port()).isEqualTo(8180);
    assertThat(given.read().logs()).isEqualTo(LogForm.JSON);
  }

  @Test
  void what_a_variable_holds_is_not_filled_in_again_and_a_doubled_dollar_is_plain() throws Exception {
    Given given = Given.least(folder).with("SITE", "${HOOK}")
        .replacing("    tag: live", "    tag: live\n    health: {body: '$${x}(${SITE:-}'}");
    assertThat(given.faults()).singleElement().asString().contains("is not a regular expression")
        .doesNotContain("0123");
  }

  @Test
  void an_alias_is_the_same_settings_again() throws Exception {
    RelayConfig config = Given.least(folder).replacing("    tag: live\n", """
            tag: live
            health: &calm {interval: 1s, path: /up}
          - name: menu
            mode: act
            subscription: 00000000-0000-0000-0000-000000000001
            resourceGroup: shop
            site: shop-menu
            registry: shop
            repository: menu
            tag: live
            health: *calm
        """).read();
    assertThat(config.apps()).extracting(app -> app.settings().health().path()).containsExactly("/up", "/up");
  }

  @Test
  void nothing_printed_shows_a_secret() throws Exception {
    String signing = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    RelayConfig config = Given.least(folder).with("SIGNING", signing).with("KEY", "probe-key-value")
        .replacing("    tag: live", "    tag: live\n    probe: {headers: {X-Key: '${KEY}'}}")
        .adding("notify: {webhook: {url: 'https://sink.example/in?sig=queryhash', secret: '${SIGNING}'}}\n").read();
    assertThat(config.webhook().orElseThrow().url().getQuery()).isEqualTo("sig=queryhash");
    assertThat(config.toString()).contains("reviews", "shop.azurecr.io", "sink.example")
        .doesNotContain(Given.SECRET, signing, "probe-key-value", "queryhash");
    assertThat(config.apps() + " " + config.registries()).doesNotContain(Given.SECRET, "probe-key-value");
  }

  @Test
  void a_body_is_matched_in_linear_time() throws Exception {
    Given given = Given.least(folder).replacing("    tag: live",
        "    tag: live\n    health: {body: '(.|\\n)*\"status\":\"ok\"(.|\\n)*'}");
    HealthSettings health = given.read().apps().getFirst().settings().health();
    String page = "a\n".repeat(30_000);
    assertThat(health.isWell(new Answer.Reply(200, Map.of(), page + "\"status\":\"ok\""))).isTrue();
    assertThat(health.isWell(new Answer.Reply(200, Map.of(), page))).isFalse();
    assertThat(Given.least(folder).replacing("    tag: live", "    tag: live\n    health: {body: '(a)\\1'}").faults())
        .singleElement().asString().contains("is not a regular expression");
  }

  @Test
  void what_is_left_out_of_health_takes_the_defaults_of_the_product() throws Exception {
    HealthSettings health = health("{}");
    assertThat(health).isEqualTo(HealthSettings.at("/healthz"));
    assertThat(health.interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(health.goodInARow()).isEqualTo(3);
    assertThat(health.badInARow()).isEqualTo(6);
    assertThat(health.startWithin()).isEqualTo(Duration.ofSeconds(60));
    assertThat(health.deadline()).isEqualTo(Duration.ofMinutes(10));
    assertThat(health.restoreDeadline()).isEqualTo(Duration.ofMinutes(15));
    assertThat(health.soak()).isEqualTo(Duration.ofMinutes(2));
    assertThat(health.longestSoak()).isEqualTo(Duration.ofMinutes(10));
    assertThat(health.errorBudget()).isEqualTo(2);
    assertThat(health.errorWindow()).isEqualTo(24);
  }

  @Test
  void every_setting_of_health_is_read() throws Exception {
    HealthSettings health = health("""
        {badInARow: 9, startWithin: 0s, restoreDeadline: 20m, soak: 3m, longestSoak: 4m, quiet: 7s}""");
    assertThat(health.badInARow()).isEqualTo(9);
    assertThat(health.startWithin()).isZero();
    assertThat(health.restoreDeadline()).isEqualTo(Duration.ofMinutes(20));
    assertThat(health.longestSoak()).isEqualTo(Duration.ofMinutes(4));
    assertThat(health.quiet()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void a_long_soak_has_a_longest_one_to_match() throws Exception {
    assertThat(health("{soak: 30m}").longestSoak()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_short_deadline_leaves_a_start_a_quarter_of_it() throws Exception {
    assertThat(health("{deadline: 20s, interval: 1s}").startWithin()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_redirect_may_be_the_well_answer_where_a_header_marks_it_as_the_app_s() throws Exception {
    HealthSettings health = health("{status: 302}\n    proof: {marker: {header: X-Revision}}");
    assertThat(health.status()).isEqualTo(302);
  }

  private HealthSettings health(String yaml) throws Exception {
    return Given.least(folder).replacing("    tag: live", "    tag: live\n    health: " + yaml).read().apps()
        .getFirst().settings().health();
  }
}
