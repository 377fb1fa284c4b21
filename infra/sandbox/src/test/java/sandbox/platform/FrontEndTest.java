package sandbox.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sandbox.arm.SiteHost.Instance;

/** What visitors meet at an app's address. */
class FrontEndTest extends AppWorld {
  @Test
  void an_affinity_cookie_leads_back_to_the_same_instance() throws Throwable {
    app = app("sticky", QUICK.instances(2), true);
    runs("v:1");
    HttpResponse<String> first = get();
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    for (int i = 0; i < 4; i++) {
      var again = client.send(HttpRequest.newBuilder(app.address()).header("Cookie", cookie).build(),
          BodyHandlers.ofString());
      assertThat(instanceOf(again)).isEqualTo(instanceOf(first));
    }
  }

  @Test
  void an_error_page_is_shown_after_the_switch() throws Throwable {
    runs("v:1");
    app.mood(QUICK.errorPage(502, LONG));
    configure("v:2");
    Waiting.until(() -> assertThat(get().statusCode()).isEqualTo(502));
    Waiting.until(() -> assertThat(runner.running()).hasSize(1));
  }

  @Test
  void a_stopped_app_runs_nothing_and_starts_again() throws Throwable {
    runs("v:1");
    app.mood(QUICK.stopped(true));
    assertThat(get().statusCode()).isEqualTo(403);
    assertThat(get().body()).contains("stopped");
    assertThat(app.stopped()).isTrue();
    Waiting.until(() -> assertThat(runner.running()).isEmpty());
    assertThat(app.instances()).extracting(Instance::state).containsExactly(Instance.State.STOPPED);
    configure("v:2");
    app.mood(QUICK);
    Waiting.until(() -> assertThat(get().body()).startsWith("v 2"));
  }

  @Test
  void an_access_restriction_turns_visitors_away() throws Throwable {
    runs("v:1");
    app.mood(QUICK.accessRestricted(true));
    assertThat(get().statusCode()).isEqualTo(403);
    assertThat(runner.running()).hasSize(1);
  }

  @Test
  void the_front_end_keeps_host_path_body_and_status() throws Throwable {
    runs("v:1");
    var answer = client.send(HttpRequest.newBuilder(app.address().resolve("/some/path?a=b%20c"))
        .POST(BodyPublishers.ofString("x".repeat(200_000))).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("X-Path")).contains("/some/path?a=b%20c");
    assertThat(answer.body()).contains("host " + app.address().getAuthority(), "for 127.0.0.1:")
        .endsWith("x".repeat(200_000));
  }

  @Test
  void visitors_of_a_path_are_sent_to_a_sign_in_page() throws Throwable {
    runs("v:1");
    URI page = URI.create("https://login.microsoftonline.com/common/oauth2/authorize?client_id=0");
    for (int status : List.of(302, 307)) {
      app.mood(QUICK.signIn(Optional.of(new Mood.SignIn(status, page, "/healthz"))));
      var sentAway = client.send(HttpRequest.newBuilder(app.address().resolve("/healthz?deep=1")).build(),
          BodyHandlers.ofString());
      assertThat(sentAway.statusCode()).isEqualTo(status);
      assertThat(sentAway.headers().firstValue("Location")).contains(page.toString());
      assertThat(sentAway.body()).isEmpty();
      assertThat(get().body()).startsWith("v 1");
    }
    app.mood(QUICK.signIn(Optional.of(new Mood.SignIn(302, page, "/"))));
    assertThat(get().statusCode()).isEqualTo(302);
    app.mood(QUICK.signIn(Optional.empty()));
    assertThat(get().statusCode()).isEqualTo(200);
  }
}
