package relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import relay.cli.Typed.Terminal;

class CommandsTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final String APP = """
      {"name":"reviews","mode":"act","registry":"shop","repository":"reviews/web","site":"shop-reviews",
       "live":"shop.azurecr.io/reviews/web@%s","liveTag":"live","condition":"held","state":"healthy","rollout":"7",
       "hold":{"who":"ann","why":"sale \\u001b[31mweek","since":"2026-01-02T03:04:05Z"},
       "rejected":[{"digest":"%s","why":"503 for 5 min"}]}""".formatted(DIGEST, DIGEST);
  @TempDir
  Path folder;
  private StandInApi api;
  private Terminal terminal;

  @BeforeEach
  void start() throws IOException {
    api = new StandInApi();
    terminal = new Terminal().with("RELAY_URL", api.url()).with("RELAY_TOKEN", "relay_token-of-ann");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void status_shows_every_app_its_hold_and_what_it_rejects() {
    api.on("GET /api/v1/apps", 200, "{\"apps\":[" + APP + "]}");
    Typed typed = terminal.type("status");
    assertThat(typed.code()).isZero();
    assertThat(typed.out().lines()).containsExactly(
        "APP      MODE  CONDITION  LIVE                                      FROM TAG  TARGET  ROLLOUT  STATE    HOLD",
        "reviews  act   held       shop.azurecr.io/reviews/web@0123456789ab  live              7        healthy  ann: sale ?[31mweek",
        "reviews rejects 0123456789ab: 503 for 5 min");
    assertThat(api.asked().getFirst().authorization()).isEqualTo("Bearer relay_token-of-ann");
  }

  @Test
  void json_prints_the_document_of_the_api() throws Exception {
    api.on("GET /api/v1/apps", 200, "{\"apps\":[" + APP + "]}");
    var json = new ObjectMapper();
    assertThat(json.readTree(terminal.type("status", "-o", "json").out()))
        .isEqualTo(json.readTree("{\"apps\":[" + APP + "]}"));
    assertThat(json.readTree(terminal.type("-o", "JSON", "status").out()).path("apps")).hasSize(1);
  }

  @Test
  void history_asks_for_one_app_and_shows_how_each_rollout_ended() {
    api.on("GET /api/v1/rollouts?app=reviews&limit=5", 200, "{\"rollouts\":[" + rollout("rolled-back", true) + "]}");
    Typed typed = terminal.type("history", "reviews", "--limit", "5");
    assertThat(typed.code()).isZero();
    assertThat(typed.out().lines().skip(1)).singleElement().asString()
        .matches(
            "12 +reviews +2026-01-02 03:04:05Z +deploy +ann +0123456789ab +live +rolled-back +proven +503 for 5 min");
  }

  @Test
  void a_rollout_is_shown_with_its_timeline() {
    api.on("GET /api/v1/rollouts/12", 200, rollout("healthy", true));
    assertThat(terminal.type("rollout", "12").out()).contains("rollout       12 of reviews", "state         healthy",
        "evidence      proven, the app reports v2", "2026-01-02 03:04:06Z  proving  the app was switched");
    assertThat(terminal.type("show", "12")).isEqualTo(terminal.type("rollout", "12"));
  }

  @Test
  void image_prints_nothing_but_the_image() {
    api.on("GET /api/v1/apps/reviews/image", 200,
        "{\"image\":\"shop/r@" + DIGEST + "\",\"linuxFxVersion\":\"DOCKER|shop/r@" + DIGEST + "\",\"tag\":\"live\"}");
    assertThat(terminal.type("image", "reviews").out()).isEqualToIgnoringNewLines("shop/r@" + DIGEST);
    assertThat(terminal.type("image", "reviews", "--linux-fx-version").out())
        .isEqualToIgnoringNewLines("DOCKER|shop/r@" + DIGEST);
  }

  @Test
  void deploy_without_wait_ends_when_the_relay_has_taken_it() {
    api.on("POST /api/v1/apps/reviews/deploy", 202, rollout("queued", false));
    Typed typed = terminal.type("deploy", "reviews", "--tag", "live", "--reason", "new menu",
        "--accept-no-rollback-target");
    assertThat(typed).isEqualTo(new Typed(0, "rollout 12 of reviews: queued" + System.lineSeparator(), ""));
    assertThat(api.asked().getFirst().body())
        .isEqualTo("{\"reason\":\"new menu\",\"tag\":\"live\",\"acceptNoRollbackTarget\":true}");
  }

  @ParameterizedTest
  @CsvSource({"healthy, 0", "rolled-back, 5", "stuck, 6", "refused, 7", "superseded, 11", "cancelled, 12",
      "unchanged, 9"})
  void deploy_with_wait_ends_as_the_rollout_does(String state, int code) {
    api.on("POST /api/v1/apps/reviews/deploy", 202, rollout("queued", false))
        .on("GET /api/v1/rollouts/12", 200, rollout("proving", false)).on("GET /api/v1/rollouts/12", 503, "")
        .on("GET /api/v1/rollouts/12", 200, rollout(state, true));
    Typed typed = terminal.type("deploy", "reviews", "--digest", DIGEST, "--wait");
    assertThat(typed.code()).isEqualTo(code);
    assertThat(typed.out()).containsOnlyOnce("the app was switched").contains("rollout 12 of reviews: " + state);
    assertThat(typed.err().lines().toList()).hasSize(code == 0 ? 0 : 1);
  }

  @Test
  void waiting_in_json_prints_one_document_at_the_end() throws Exception {
    api.on("POST /api/v1/apps/reviews/deploy", 202, rollout("queued", false))
        .on("GET /api/v1/rollouts/12", 200, rollout("healthy", true));
    Typed typed = terminal.type("deploy", "reviews", "--tag", "live", "--wait", "-o", "json");
    assertThat(new ObjectMapper().readTree(typed.out()).path("state").asText()).isEqualTo("healthy");
  }

  @Test
  void a_wait_that_lasts_too_long_says_so_and_leaves_the_rollout_alone() {
    api.on("POST /api/v1/apps/reviews/rollback", 202, rollout("queued", false))
        .on("GET /api/v1/rollouts/12", 200, rollout("proving", false));
    Typed typed = terminal.type("rollback", "reviews", "--to", "3", "--reason", "slow", "--keep-left", "--wait",
        "--timeout", "60ms");
    assertThat(typed.code()).isEqualTo(8);
    assertThat(typed.err()).contains("rollout 12 has not ended in time");
    assertThat(api.asked().getFirst().body()).isEqualTo("{\"reason\":\"slow\",\"to\":\"3\",\"keepLeft\":true}");
    assertThat(api.asked()).noneMatch(asked -> asked.line().contains("cancel"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"adopt", "revert"})
  void someone_else_s_change_is_adopted_or_reverted(String act) {
    api.on("POST /api/v1/apps/reviews/" + act, 202, rollout("queued", false))
        .on("GET /api/v1/rollouts/12", 200, rollout("healthy", true));
    assertThat(terminal.type(act, "reviews", "--reason", "looked at", "--wait").code()).isZero();
    assertThat(api.asked().getFirst().body()).isEqualTo("{\"reason\":\"looked at\"}");
    assertThat(terminal.type(act, "reviews").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"cancelled, 0", "rolled-back, 0", "stuck, 6", "healthy, 13", "superseded, 11",
      "refused, 7"})
  void a_cancel_that_waits_is_done_when_the_app_is_as_it_was(String state, int code) {
    api.on("POST /api/v1/rollouts/12/cancel", 202, rollout("restoring", false))
        .on("GET /api/v1/rollouts/12", 200, rollout(state, true));
    assertThat(terminal.type("cancel", "12", "--reason", "wrong one", "--wait").code()).isEqualTo(code);
  }

  @Test
  void hold_release_and_unreject_say_what_they_did() {
    api.on("POST /api/v1/apps/reviews/hold", 200, APP).on("POST /api/v1/apps/reviews/release", 200, APP)
        .on("POST /api/v1/apps/reviews/unreject", 200, APP);
    assertThat(terminal.type("hold", "reviews", "--reason", "sale").out()).startsWith("reviews is held by ann");
    assertThat(terminal.type("release", "reviews").out()).startsWith("reviews is released");
    assertThat(terminal.type("unreject", "reviews", DIGEST).out()).startsWith("reviews may try");
    assertThat(api.asked()).extracting(StandInApi.Asked::body).containsExactly("{\"reason\":\"sale\"}", "{}",
        "{\"digest\":\"" + DIGEST + "\"}");
  }

  @Test
  void a_problem_is_one_line_and_never_repeats_the_token() {
    api.on("POST /api/v1/apps/reviews/deploy", 409, """
        {"type":"/problems/conflict","title":"Not possible now","status":409,"detail":"no such\\ntag"}""");
    assertThat(terminal.type("deploy", "reviews", "--tag", "x")).isEqualTo(new Typed(4, "",
        "relay: Not possible now: no such tag (409)" + System.lineSeparator()));
    api.on("GET /api/v1/apps", 401, "<html>no</html>");
    assertThat(terminal.type("status")).isEqualTo(new Typed(4, "",
        "relay: refused (401); RELAY_TOKEN or --token-file gives the token" + System.lineSeparator()));
  }

  @Test
  void an_address_where_no_relay_answers_is_told_as_such() throws Exception {
    api.on("GET /api/v1/apps", 302, "").on("GET /api/v1/apps", 200, "<html>a login page</html>");
    assertThat(terminal.type("status").err()).contains("redirect (302)");
    assertThat(terminal.type("status").err()).contains("not as a relay does");
    assertThat(api.asked()).noneMatch(asked -> asked.line().contains("elsewhere"));
    String gone = api.url();
    api.close();
    Typed typed = terminal.deadline(Duration.ofSeconds(5)).type("--url", gone, "status");
    assertThat(typed.code()).isEqualTo(3);
    assertThat(typed.err().lines()).singleElement().asString().contains("takes no connections");
  }

  @Test
  void a_relay_that_never_answers_costs_no_more_than_the_deadline() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Typed typed = terminal.deadline(Duration.ofMillis(100)).type("status", "--url",
          "http://127.0.0.1:" + silent.getLocalPort());
      assertThat(typed.code()).isEqualTo(3);
    }
  }

  @Test
  void the_token_can_come_from_a_file_and_a_bad_one_is_not_repeated() throws Exception {
    api.on("GET /api/v1/apps", 200, "{\"apps\":[]}");
    Path file = Files.writeString(folder.resolve("token"), "relay_of-a-file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(terminal.type("status", "--token-file", file.toString()).code()).isZero();
    assertThat(api.asked().getFirst().authorization()).isEqualTo("Bearer relay_of-a-file");
    Typed bad = terminal.with("RELAY_TOKEN", "two words-of-secret").type("status");
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).doesNotContain("words-of-secret");
  }

  @Test
  void a_token_file_that_is_open_to_others_is_refused_with_the_cure() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "relay_of-a-file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Typed typed = terminal.type("status", "--token-file", file.toString());
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("chmod 600 " + file).doesNotContain("relay_of-a-file");
    assertThat(api.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status --token relay_of-mine", "status --token=relay_of-mine",
      "deploy reviews --password relay_of-mine"})
  void what_follows_an_option_that_does_not_exist_is_never_repeated(String line) {
    Typed typed = terminal.type(line.split(" "));
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("there is no option --").doesNotContain("relay_of-mine");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"statu | status", "deploy reviews 2.0.0 | --tag 2.0.0",
      "rollback reviews 4 --reason x | --to 4", "rolback reviews | rollback"})
  void a_mistyped_command_is_answered_with_what_was_probably_meant(String line, String meant) {
    Typed typed = terminal.type(line.split(" "));
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err().lines()).singleElement().asString().contains("did you mean ", meant);
  }

  @Test
  void a_token_is_never_sent_where_others_can_read_along() {
    Typed typed = terminal.type("status", "--url", "http://relay.example");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("https only").doesNotContain("token-of-ann");
  }

  @Test
  void status_says_what_cannot_be_seen_since_when_and_why() {
    api.on("GET /api/v1/apps/reviews", 200, """
        {"name":"reviews","mode":"act","condition":"unseen","live":"%s","state":"healthy","rollout":7,
         "lastLook":{"code":"app-forbidden","detail":"may not read the site","since":"2026-01-02T03:04:05.6Z"}}"""
        .formatted(DIGEST));
    Typed typed = terminal.type("status", "reviews");
    assertThat(typed.code()).isZero();
    assertThat(typed.out()).contains("unseen",
        "reviews is unseen since 2026-01-02 03:04:05Z: may not read the site (app-forbidden)");
    assertThat(terminal.type("status", "reviews", "--check").code()).isEqualTo(10);
    assertThat(terminal.type("status", "reviews", "--check", "-o", "json").code()).isEqualTo(10);
  }

  @Test
  void a_rollback_may_name_a_rollout_of_any_number_or_a_short_digest() {
    api.on("POST /api/v1/apps/reviews/rollback", 202, rollout("queued", false));
    for (String to : new String[]{"7", "1234567", "0123456789ab", DIGEST}) {
      assertThat(terminal.type("rollback", "reviews", "--to", to, "--reason", "x").code()).isZero();
      assertThat(api.asked().getLast().body()).contains("\"to\":\"" + to + "\"");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"frobnicate", "deploy reviews", "deploy reviews --tag a --digest b",
      "deploy Reviews! --tag a", "deploy reviews --tag a/b", "deploy reviews --digest sha256:12", "rollback reviews",
      "rollback reviews --to x --reason r", "rollout x", "history --limit 0", "history --limit 201", "history ../x",
      "hold reviews",
      "cancel 1/2 --reason r", "unreject reviews abc", "status --url ftp://x", "status --url http://u:p@x",
      "status --token secret", "status --token-file /nowhere/token", "token", "token new --role king --name a",
      "token new --role admin --name a/b", "deploy reviews --tag a --wait --timeout 5"})
  void wrong_usage_is_one_line_and_asks_nothing(String line) {
    Typed typed = terminal.type(line.split(" "));
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err().lines()).singleElement().asString().startsWith("relay: ");
    assertThat(api.asked()).isEmpty();
  }

  private static String rollout(String state, boolean settled) {
    return """
        {"id":"12","app":"reviews","cause":"deploy","who":"ann","reason":"new menu","wanted":"shop/r:live",
         "digest":"%s","tag":"live","state":"%s","settled":%s,"outcome":null,"blame":null,"why":%s,
         "evidence":{"grade":"proven","how":"the app reports v2"},
         "opened":"2026-01-02T03:04:05.678Z","changed":"2026-01-02T03:05:05Z",
         "timeline":[{"at":"2026-01-02T03:04:06Z","state":"proving","sentence":"the app was switched"}]}"""
        .formatted(DIGEST, state, settled, state.equals("healthy") ? "null" : "\"503 for 5 min\"");
  }
}
