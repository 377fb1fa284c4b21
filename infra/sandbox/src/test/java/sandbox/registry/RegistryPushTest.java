package sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.identity.IdentityEndpoint;
import sandbox.registry.content.Manifest;
import sandbox.registry.protocol.Bodies;
import sandbox.registry.protocol.Sha256;

@Timeout(30)
class RegistryPushTest {
  private static final byte[] BLOB = "a blob in two parts".getBytes(StandardCharsets.UTF_8);
  private static final String DIGEST = Sha256.of(Buffer.buffer(BLOB));

  private final Vertx vertx = Vertx.vertx();
  private final IdentityEndpoint identity = IdentityEndpoint.start(vertx);
  private final Registry registry = Registry.start(vertx, identity, Options.defaults());
  private final Client client = new Client(registry.host());
  private final String basic = "Basic " + Base64.getEncoder()
      .encodeToString((registry.user() + ":" + registry.password()).getBytes(StandardCharsets.UTF_8));

  @AfterEach
  void stop() {
    client.close();
    registry.close();
    identity.close();
    vertx.close().await();
  }

  private HttpResponse<byte[]> ask(String method, String path, byte[] body, String... headers) throws Exception {
    var all = new ArrayList<>(List.of("Authorization", basic));
    all.addAll(List.of(headers));
    return client.send(method, path, body, all.toArray(String[]::new));
  }

  private HttpResponse<byte[]> ask(String method, String path) throws Exception {
    return ask(method, path, new byte[0]);
  }

  private static String code(HttpResponse<byte[]> answer) {
    return Client.json(answer).getJsonArray("errors").getJsonObject(0).getString("code");
  }

  @Test
  void takes_a_blob_in_parts_and_checks_its_digest() throws Exception {
    String upload = Client.header(ask("POST", "/v2/web/blobs/uploads/"), "location");
    HttpResponse<byte[]> part = ask("PATCH", upload, Arrays.copyOf(BLOB, 7));
    assertThat(part.statusCode()).isEqualTo(202);
    assertThat(Client.header(part, "range")).isEqualTo("0-6");
    assertThat(Client.header(ask("GET", upload), "range")).isEqualTo("0-6");
    HttpResponse<byte[]> done = ask("PUT", upload + "?digest=" + DIGEST, Arrays.copyOfRange(BLOB, 7, BLOB.length));
    assertThat(done.statusCode()).isEqualTo(201);
    assertThat(Client.header(done, "docker-content-digest")).isEqualTo(DIGEST);
    HttpResponse<byte[]> head = ask("HEAD", "/v2/web/blobs/" + DIGEST);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(Client.header(head, "content-length")).isEqualTo(Integer.toString(BLOB.length));
  }

  @Test
  void a_last_part_out_of_order_is_416_and_the_upload_can_still_be_finished() throws Exception {
    String upload = Client.header(ask("POST", "/v2/web/blobs/uploads/"), "location");
    assertThat(ask("PATCH", upload, Arrays.copyOf(BLOB, 7), "Content-Range", "0-6").statusCode()).isEqualTo(202);
    byte[] rest = Arrays.copyOfRange(BLOB, 7, BLOB.length);
    String finish = upload + "?digest=" + DIGEST;
    for (String wrong : List.of("0-" + (rest.length - 1), "8-" + BLOB.length, "soon")) {
      assertThat(ask("PUT", finish, rest, "Content-Range", wrong).statusCode()).as(wrong).isEqualTo(416);
    }
    assertThat(Client.header(ask("GET", upload), "range")).isEqualTo("0-6");
    HttpResponse<byte[]> done = ask("PUT", finish, rest, "Content-Range", "7-" + (BLOB.length - 1));
    assertThat(done.statusCode()).isEqualTo(201);
    assertThat(Client.header(done, "docker-content-digest")).isEqualTo(DIGEST);
  }

  @Test
  void a_part_that_is_not_as_long_as_it_says_is_refused() throws Exception {
    String upload = Client.header(ask("POST", "/v2/web/blobs/uploads/"), "location");
    HttpResponse<byte[]> answer = ask("PATCH", upload, BLOB, "Content-Range", "0-" + BLOB.length);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("SIZE_INVALID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/vnd.oci.image.layer.nondistributable.v1.tar",
      "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
      "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"})
  void a_manifest_may_name_foreign_layers_that_nobody_uploaded(String foreign) throws Exception {
    assertThat(ask("POST", "/v2/web/blobs/uploads/?digest=" + DIGEST, BLOB).statusCode()).isEqualTo(201);
    var layer = new JsonObject().put("mediaType", foreign).put("digest", "sha256:" + "f".repeat(64)).put("size", 7);
    var manifest = new JsonObject().put("schemaVersion", 2)
        .put("config", new JsonObject().put("mediaType", "application/vnd.oci.image.config.v1+json")
            .put("digest", DIGEST).put("size", BLOB.length))
        .put("layers", new JsonArray().add(layer));
    HttpResponse<byte[]> put = ask("PUT", "/v2/web/manifests/1.0", manifest.toBuffer().getBytes(), "Content-Type",
        Manifest.OCI_MANIFEST);
    assertThat(put.statusCode()).isEqualTo(201);
    layer.put("mediaType", "application/vnd.oci.image.layer.v1.tar+gzip");
    assertThat(ask("PUT", "/v2/web/manifests/1.1", manifest.toBuffer().getBytes(), "Content-Type",
        Manifest.OCI_MANIFEST).statusCode()).isEqualTo(404);
  }

  @Test
  void takes_a_blob_whole_and_mounts_it_elsewhere() throws Exception {
    assertThat(ask("POST", "/v2/web/blobs/uploads/?digest=" + DIGEST, BLOB).statusCode()).isEqualTo(201);
    assertThat(ask("POST", "/v2/other/blobs/uploads/?mount=" + DIGEST + "&from=web").statusCode()).isEqualTo(201);
    assertThat(ask("HEAD", "/v2/other/blobs/" + DIGEST).statusCode()).isEqualTo(200);
    assertThat(ask("POST", "/v2/other/blobs/uploads/?mount=sha256:" + "0".repeat(64) + "&from=web").statusCode())
        .isEqualTo(202);
  }

  @Test
  void refuses_bytes_that_are_not_what_they_are_called() throws Exception {
    HttpResponse<byte[]> wrong = ask("POST", "/v2/web/blobs/uploads/?digest=sha256:" + "0".repeat(64), BLOB);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(code(wrong)).isEqualTo("DIGEST_INVALID");
    String upload = Client.header(ask("POST", "/v2/web/blobs/uploads/"), "location");
    assertThat(ask("PATCH", upload, BLOB, "Content-Range", "5-9").statusCode()).isEqualTo(416);
    assertThat(ask("PUT", upload, BLOB).statusCode()).isEqualTo(400);
    assertThat(ask("PATCH", "/v2/web/blobs/uploads/unknown", BLOB).statusCode()).isEqualTo(404);
  }

  @Test
  void refuses_manifests_that_are_broken_incomplete_or_wrongly_named() throws Exception {
    String missing = "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + DIGEST + "\"},\"layers\":[]}";
    String[][] bad = {{"{", Manifest.OCI_MANIFEST, "400"}, {"[]", Manifest.OCI_MANIFEST, "400"},
        {"{\"layers\":3}", Manifest.OCI_MANIFEST, "400"}, {"{}", "text/plain", "415"},
        {"{\"mediaType\":\"" + Manifest.OCI_INDEX + "\"}", Manifest.OCI_MANIFEST, "400"},
        {missing, Manifest.OCI_MANIFEST, "404"}};
    for (String[] one : bad) {
      HttpResponse<byte[]> answer = ask("PUT", "/v2/web/manifests/1.0", one[0].getBytes(StandardCharsets.UTF_8),
          "Content-Type", one[1]);
      assertThat(answer.statusCode()).as(one[0]).isEqualTo(Integer.parseInt(one[2]));
    }
    assertThat(ask("PUT", "/v2/web/manifests/sha256:" + "0".repeat(64), "{}".getBytes(StandardCharsets.UTF_8),
        "Content-Type", Manifest.OCI_MANIFEST).statusCode()).isEqualTo(400);
    assertThat(ask("PUT", "/v2/web/manifests/1.0", new byte[Bodies.MANIFEST + 1], "Content-Type",
        Manifest.OCI_MANIFEST).statusCode()).isEqualTo(413);
    assertThat(registry.tags("web")).isEmpty();
  }

  @Test
  void keeps_the_bytes_and_the_media_type_of_a_manifest_and_deletes_by_tag_and_by_digest() throws Exception {
    registry.put("web", Optional.of("seed"), ImageSpec.revision("a"), Registry.Events.NONE);
    JsonObject seed = Client.json(ask("GET", "/v2/web/manifests/seed"));
    byte[] bytes = seed.put("annotations", new JsonObject().put("b", "1").put("a", "2")).encodePrettily()
        .getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> put = ask("PUT", "/v2/web/manifests/2.0", bytes, "Content-Type", Manifest.OCI_MANIFEST);
    assertThat(put.statusCode()).isEqualTo(201);
    String digest = Client.header(put, "docker-content-digest");
    assertThat(ask("GET", "/v2/web/manifests/" + digest).body()).isEqualTo(bytes);
    assertThat(ask("DELETE", "/v2/web/manifests/2.0").statusCode()).isEqualTo(202);
    assertThat(registry.digestOf("web", digest)).contains(digest);
    assertThat(ask("DELETE", "/v2/web/manifests/" + digest).statusCode()).isEqualTo(202);
    assertThat(ask("DELETE", "/v2/web/manifests/" + digest).statusCode()).isEqualTo(404);
  }

  @Test
  void lets_a_build_tool_push_without_a_password_but_nobody_pull_or_delete_without_one() throws Exception {
    String anonymous = "/oauth2/token?service=" + registry.host() + "&scope=repository:web:";
    HttpResponse<byte[]> push = client.get(anonymous + "pull,push");
    String token = "Bearer " + Client.json(push).getString("access_token");
    assertThat(client.send("POST", "/v2/web/blobs/uploads/", "Authorization", token).statusCode()).isEqualTo(202);
    assertThat(client.send("POST", "/v2/other/blobs/uploads/", "Authorization", token).statusCode()).isEqualTo(401);
    assertThat(client.get(anonymous + "pull").statusCode()).isEqualTo(401);
    assertThat(client.get(anonymous + "delete").statusCode()).isEqualTo(401);
    assertThat(client.get("/v2/", "Authorization", basic + "x").statusCode()).isEqualTo(401);
    assertThat(client.get("/v2/", "Authorization", basic).statusCode()).isEqualTo(200);
  }

  @Test
  void holds_its_images_in_a_folder_across_a_restart(@TempDir Path folder) throws Exception {
    PushedImage image;
    try (Registry first = Registry.start(vertx, identity, Options.defaults().withFolder(folder))) {
      image = first.put("web", "1.0", ImageSpec.revision("a").withPlatforms("linux/amd64", "linux/arm64"));
    }
    try (Registry second = Registry.start(vertx, identity, Options.defaults().withFolder(folder));
        var other = new Client(second.host())) {
      assertThat(second.digestOf("web", "1.0")).contains(image.digest());
      HttpResponse<byte[]> answer = other.get("/v2/web/manifests/1.0", "Authorization", basic, "Accept",
          Client.ALL_KINDS);
      assertThat(Sha256.of(Buffer.buffer(answer.body()))).isEqualTo(image.digest());
    }
  }

  @Test
  void makes_charts_signatures_and_docker_images_that_tell_what_they_are() throws Exception {
    registry.put("web", "chart", ImageSpec.helmChart("relay", "1.0.0"));
    registry.put("web", "sha256-x.sig", ImageSpec.cosignSignature(Buffer.buffer("{}"), "c2ln"));
    PushedImage docker = registry.put("web", "docker", ImageSpec.revision("a").withDockerMediaTypes());
    assertThat(Client.json(ask("GET", "/v2/web/manifests/chart")).getJsonObject("config").getString("mediaType"))
        .isEqualTo("application/vnd.cncf.helm.config.v1+json");
    assertThat(Client.json(ask("GET", "/v2/web/manifests/sha256-x.sig")).getJsonArray("layers").getJsonObject(0)
        .getJsonObject("annotations").getString("dev.cosignproject.cosign/signature")).isEqualTo("c2ln");
    assertThat(docker.mediaType()).isEqualTo(Manifest.DOCKER_MANIFEST);
    assertThat(docker.pinned()).isEqualTo(registry.host() + "/web@" + docker.digest());
  }
}
