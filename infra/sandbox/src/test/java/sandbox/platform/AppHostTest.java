package sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sandbox.arm.SiteHost.Instance;
import sandbox.arm.SiteSettings;
import sandbox.vault.Resolution.Status;

/** The platform's behaviour and its moods. */
class AppHostTest extends AppWorld {
  @Test
  void a_new_app_shows_the_placeholder_which_is_built_in() throws Throwable {
    configure("mcr.microsoft.com/appsvc/staticsite:latest");
    Waiting.until(() -> assertThat(get().body()).contains("waiting for your content"));
    assertThat(runner.all).isEmpty();
  }

  @Test
  void the_old_container_serves_until_the_new_one_answers() throws Throwable {
    runs("v:1");
    configure("mute:2");
    Waiting.until(() -> assertThat(runner.running()).hasSize(2));
    assertThat(get().body()).startsWith("v 1");
    runner.all.getLast().listen();
    Waiting.until(() -> assertThat(get().body()).startsWith("mute 2"));
    Waiting.until(
        () -> assertThat(runner.running()).extracting(each -> each.what).containsExactly("mute 2 by " + IDENTITY));
  }

  @Test
  void stop_first_shows_the_error_page_until_the_new_one_answers() throws Throwable {
    app.mood(QUICK.stopFirst());
    runs("v:1");
    configure("mute:2");
    Waiting.until(() -> assertThat(get().statusCode()).isEqualTo(503));
    assertThat(get().body()).contains("Application Error");
    Waiting.until(
        () -> assertThat(runner.running()).extracting(each -> each.what).containsExactly("mute 2 by " + IDENTITY));
    runner.all.getLast().listen();
    Waiting.until(() -> assertThat(get().body()).startsWith("mute 2"));
  }

  @Test
  void a_crash_leaves_the_old_one_serving_and_is_tried_again() throws Throwable {
    runs("v:1");
    configure("crash:2");
    Waiting.until(() -> assertThat(runner.all).hasSizeGreaterThan(3));
    assertThat(get().body()).startsWith("v 1");
    assertThat(log()).contains("Pulling image: 127.0.0.1:1/crash:2", "hello from crash 2",
        "has exited, failing site start",
        "Stopping site app because it failed during startup.");
    configure("v:1");
    Waiting.until(() -> assertThat(app.isSettled()).isTrue());
    assertThat(get().body()).startsWith("v 1");
  }

  @Test
  void a_mute_container_fails_at_the_start_limit() throws Throwable {
    app.mood(QUICK.startTimeLimit(Duration.ofMillis(50)).oldGoneAfterFailedStart(true));
    runs("v:1");
    configure("mute:2");
    Waiting.until(() -> assertThat(log()).contains("didn't respond to HTTP pings on port"));
    Waiting.until(() -> assertThat(get().statusCode()).isEqualTo(503));
  }

  @Test
  void the_start_limit_of_the_app_settings_wins() throws Throwable {
    runs("v:1");
    app.settings(settings -> settings.put("WEBSITES_CONTAINER_START_TIME_LIMIT", "0"));
    Waiting.until(() -> assertThat(log()).contains("failing site start"));
    assertThat(get().body()).startsWith("v 1");
  }

  @Test
  void any_status_counts_as_started_unless_the_settings_name_some() throws Throwable {
    runs("v:1");
    app.settings(settings -> settings.put("WEBSITE_WARMUP_STATUSES", "200, 204"));
    app.mood(QUICK.startTimeLimit(Duration.ofMillis(100)));
    Waiting.until(() -> assertThat(log()).contains("didn't respond to HTTP pings")); // the page of robots is a 404
    app.settings(settings -> settings.put("WEBSITE_WARMUP_PATH", "/"));
    Waiting.until(() -> assertThat(app.isSettled()).isTrue());
  }

  @Test
  void two_instances_are_two_containers_with_ids_of_their_own() throws Throwable {
    app.mood(QUICK.instances(2));
    runs("v:1");
    assertThat(runner.running()).hasSize(2);
    assertThat(app.instances()).extracting(Instance::state).containsOnly(Instance.State.READY);
    var seen = new HashSet<String>();
    for (int i = 0; i < 4; i++) {
      seen.add(instanceOf(get()));
    }
    assertThat(seen).isEqualTo(Set.copyOf(app.instances().stream().map(Instance::id).toList()));
    app.mood(QUICK);
    Waiting.until(() -> assertThat(runner.running()).hasSize(1));
  }

  @Test
  void old_and_new_answer_in_turns_for_a_while() throws Throwable {
    app.mood(QUICK.mixed(LONG));
    runs("v:1");
    configure("v:2");
    Waiting.until(() -> assertThat(get().body()).startsWith("v 2"));
    var seen = new HashSet<String>();
    for (int i = 0; i < 4; i++) {
      seen.add(get().body().substring(0, 3));
    }
    assertThat(seen).containsExactlyInAnyOrder("v 1", "v 2");
    configure("v:3");
    Waiting.until(() -> assertThat(runner.running()).extracting(each -> each.what.substring(0, 3))
        .containsExactly("v 2", "v 3"));
  }

  @Test
  void the_mixture_ends() throws Throwable {
    app.mood(QUICK.mixed(Duration.ofMillis(50)));
    runs("v:1");
    configure("v:2");
    Waiting.until(() -> assertThat(get().body()).startsWith("v 2"));
    Waiting.until(() -> assertThat(runner.running()).hasSize(1));
    Waiting.until(() -> assertThat(app.isSettled()).isTrue());
  }

  @Test
  void a_refused_pull_changes_nothing_and_is_tried_again() throws Throwable {
    runs("v:1");
    app.mood(QUICK.pullRefused(true));
    configure("v:2");
    Waiting
        .until(() -> assertThat(log()).contains("DockerApiException: pull access denied for v", "Image pull failed"));
    assertThat(get().body()).startsWith("v 1");
    app.mood(QUICK);
    Waiting.until(() -> assertThat(get().body()).startsWith("v 2"));
  }

  @Test
  void an_image_that_is_not_there_leaves_the_old_one() throws Throwable {
    runs("v:1");
    configure("missing:2");
    Waiting.until(() -> assertThat(log()).contains("manifest unknown"));
    app.configured(new SiteSettings("COMPOSE|abc", true, ""));
    Waiting.until(() -> assertThat(log()).contains("Invalid image reference in 'COMPOSE|abc'"));
    assertThat(get().body()).startsWith("v 1");
  }

  @Test
  void a_slow_pull_gives_way_to_a_newer_wish() throws Throwable {
    runs("v:1");
    app.mood(QUICK.slowPull(LONG));
    configure("v:2");
    Waiting.until(() -> assertThat(log()).contains("Pulling image: 127.0.0.1:1/v:2"));
    app.mood(QUICK);
    configure("v:3");
    Waiting.until(() -> assertThat(get().body()).startsWith("v 3"));
    assertThat(runner.all).noneMatch(each -> each.what.startsWith("v 2"));
  }

  @Test
  void a_container_that_dies_later_is_started_again() throws Throwable {
    runs("v:1");
    app.mood(QUICK.retry(LONG, LONG));
    runner.running().getFirst().end(137);
    Waiting.until(() -> assertThat(get().statusCode()).isEqualTo(503));
    Waiting.until(() -> assertThat(log()).contains("has exited (exit code 137)"));
    assertThat(app.instances()).extracting(Instance::state).containsExactly(Instance.State.UNKNOWN);
    app.restart();
    Waiting.until(() -> assertThat(get().body()).startsWith("v 1"));
  }

  @Test
  void a_restart_replaces_the_container() throws Throwable {
    runs("v:1");
    app.restart();
    Waiting.until(() -> assertThat(runner.all).hasSize(2));
    Waiting.until(() -> assertThat(runner.running()).containsExactly(runner.all.getLast()));
    assertThat(get().body()).startsWith("v 1");
  }

  @Test
  void settings_become_environment_with_references_resolved_or_left_as_they_are() throws Throwable {
    String good = "@Microsoft.KeyVault(VaultName=kv;SecretName=key)";
    String bad = "@Microsoft.KeyVault(VaultName=kv;SecretName=none)";
    vaults.put("kv", "key", "secret-value");
    vaults.grant("kv", IDENTITY);
    app.settings(settings -> settings.putAll(Map.of("GOOD", good, "BAD", bad, "PLAIN", "plain", "WEBSITES_PORT", "9",
        "DOCKER_REGISTRY_SERVER_PASSWORD", "no")));
    runs("v:1");
    assertThat(runner.all.getLast().environment).containsEntry("GOOD", "secret-value").containsEntry("BAD", bad)
        .containsEntry("PLAIN", "plain").containsEntry("WEBSITE_SITE_NAME", "app")
        .containsEntry("WEBSITE_HOSTNAME", "app.azurewebsites.localhost")
        .containsKeys("PORT", "WEBSITE_INSTANCE_ID", "IDENTITY_ENDPOINT", "IDENTITY_HEADER")
        .doesNotContainKeys("WEBSITES_PORT", "DOCKER_REGISTRY_SERVER_PASSWORD");
    assertThat(app.references().get("GOOD")).extracting(found -> found.status()).isEqualTo(Status.RESOLVED);
    assertThat(app.references().get("BAD")).extracting(found -> found.status()).isEqualTo(Status.SECRET_NOT_FOUND);
    assertThat(log()).doesNotContain("secret-value");
  }

  @Test
  void references_are_fetched_with_a_change_and_not_with_a_restart() throws Throwable {
    app.settings(settings -> settings.put("KEY", "@Microsoft.KeyVault(VaultName=kv;SecretName=key)"));
    assertThat(app.references().get("KEY")).extracting(found -> found.status()).isEqualTo(Status.VAULT_NOT_FOUND);
    vaults.put("kv", "key", "value");
    vaults.grant("kv", IDENTITY);
    app.restart();
    assertThat(app.references().get("KEY")).extracting(found -> found.status()).isEqualTo(Status.VAULT_NOT_FOUND);
    app.refreshReferences();
    assertThat(app.references().get("KEY")).extracting(found -> found.status()).isEqualTo(Status.RESOLVED);
  }

  @Test
  void the_log_says_pull_start_ready_each_with_its_time() throws Throwable {
    runs("v:1");
    String time = "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z  ?";
    assertThat(log()).containsPattern(time + "INFO  - Pulling image: 127\\.0\\.0\\.1:1/v:1$")
        .containsPattern(time + "INFO  - Starting container for site$")
        .containsPattern(time + "INFO  - docker run -d --expose=\\d+ --name app_0_\\w+ .* 127\\.0\\.0\\.1:1/v:1$")
        .containsPattern(time + "INFO  - Initiating warmup request to container app_0_\\w+ for site app$")
        .containsPattern(time + "INFO  - Container app_0_\\w+ for site app initialized successfully and is ready to "
            + "serve requests\\.$")
        .containsPattern(time + " hello from v 1");
  }

  @Test
  void a_pull_without_identity_is_anonymous() throws Throwable {
    app.configured(new SiteSettings("DOCKER|127.0.0.1:1/v:1", false, ""));
    Waiting.until(() -> assertThat(get().body()).startsWith("v 1 by  on"));
    app.configured(new SiteSettings("DOCKER|127.0.0.1:1/v:1", true, "other-identity"));
    Waiting.until(() -> assertThat(get().body()).startsWith("v 1 by other-identity on"));
  }

  @Test
  void closing_ends_every_container_and_its_address() throws Throwable {
    app.mood(QUICK.instances(2).mixed(LONG));
    runs("v:1");
    configure("v:2");
    Waiting.until(() -> assertThat(runner.running()).hasSize(4));
    app.close();
    assertThat(runner.running()).isEmpty();
    app.close();
  }
}
