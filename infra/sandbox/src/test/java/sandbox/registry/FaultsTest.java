package sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.Faults.Where;
import sandbox.registry.protocol.Sha256;

@Timeout(30)
class FaultsTest {
  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry registry = Registry.start(vertx, identity, Options.defaults());
  private final Client client = new Client(registry.host());
  private final PushedImage image = registry.put("web", "1.0", ImageSpec.revision("a"));
  private final String basic = "Basic " + Base64.getEncoder()
      .encodeToString((registry.user() + ":" + registry.password()).getBytes(StandardCharsets.UTF_8));

  @AfterEach
  void stop() {
    client.close();
    registry.close();
    identity.close();
    vertx.close().await();
  }

  private HttpResponse<byte[]> manifest(String reference) throws Exception {
    return client.get("/v2/web/manifests/" + reference, "Authorization", basic);
  }

  private List<Integer> statuses(int times) throws Exception {
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < times; i++) {
      statuses.add(manifest("1.0").statusCode());
    }
    return statuses;
  }

  @Test
  void hides_a_digest_for_the_first_asks_by_tag_or_digest() throws Exception {
    registry.faults().missing(image.digest(), 2);
    assertThat(manifest(image.digest()).statusCode()).isEqualTo(404);
    assertThat(statuses(2)).containsExactly(404, 200);
  }

  @Test
  void throttles_with_retry_after_and_then_recovers() throws Exception {
    registry.faults().throttle(Where.MANIFEST, 1, Duration.ofSeconds(7));
    HttpResponse<byte[]> answer = manifest("1.0");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(Client.header(answer, "retry-after")).isEqualTo("7");
    assertThat(Client.json(answer).getJsonArray("errors").getJsonObject(0).getString("code"))
        .isEqualTo("TOOMANYREQUESTS");
    assertThat(statuses(1)).containsExactly(200);
  }

  @Test
  void fails_so_many_times_at_the_place_that_was_named() throws Exception {
    registry.faults().fail(Where.MANIFEST, 2, 503);
    registry.faults().fail(Where.TOKEN, 1, 500);
    assertThat(statuses(3)).containsExactly(503, 503, 200);
    assertThat(client.get("/oauth2/token?service=" + registry.host()).statusCode()).isEqualTo(500);
    assertThat(client.get("/oauth2/token?service=" + registry.host()).statusCode()).isEqualTo(401);
  }

  @Test
  void answers_late_and_rightly_when_slow() throws Exception {
    registry.faults().slow(Where.MANIFEST, 1, Duration.ofMillis(300));
    long started = System.nanoTime();
    assertThat(statuses(1)).containsExactly(200);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void loses_the_connection_and_logs_that_no_answer_went_out() throws Exception {
    registry.faults().drop(Where.MANIFEST, 100); // the JDK's client tries again by itself
    assertThatThrownBy(() -> client.send("HEAD", "/v2/web/manifests/lost", "Authorization", basic))
        .isInstanceOf(IOException.class);
    registry.faults().clear();
    assertThat(statuses(1)).containsExactly(200);
    assertThat(registry.requests().entries(entry -> entry.path().endsWith("/lost"))).extracting(one -> one.status())
        .contains(0);
  }

  @Test
  void serves_altered_bytes_under_the_old_digest() throws Exception {
    registry.faults().corrupt(image.digest());
    HttpResponse<byte[]> answer = manifest("1.0");
    assertThat(Client.header(answer, "docker-content-digest")).isEqualTo(image.digest());
    assertThat(Sha256.of(Buffer.buffer(answer.body()))).isNotEqualTo(image.digest());
    registry.faults().clear();
    assertThat(Sha256.of(Buffer.buffer(manifest("1.0").body()))).isEqualTo(image.digest());
  }

  @Test
  void alters_a_blob_at_the_storage_and_fails_there_too() throws Exception {
    String config = Client.json(manifest("1.0")).getJsonObject("config").getString("digest");
    registry.faults().corrupt(config);
    registry.faults().fail(Where.STORAGE, 1, 500);
    String location = Client.header(client.get("/v2/web/blobs/" + config, "Authorization", basic), "location");
    assertThat(client.get(location).statusCode()).isEqualTo(500);
    assertThat(Sha256.of(Buffer.buffer(client.get(location).body()))).isNotEqualTo(config);
  }

  @Test
  void refuses_every_pull_until_told_otherwise() throws Exception {
    registry.faults().refusePulls(true);
    assertThat(statuses(2)).containsExactly(403, 403);
    registry.faults().refusePulls(false);
    assertThat(statuses(1)).containsExactly(200);
  }
}
