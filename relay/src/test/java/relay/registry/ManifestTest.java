package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import relay.image.Digest;
import relay.image.Platform;

class ManifestTest {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String SOME = "sha256:" + "a".repeat(64);

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in = ManifestTest.class.getResourceAsStream("/fixtures/" + name)) {
      if (in == null) {
        throw new IOException("no fixture " + name);
      }
      return in.readAllBytes();
    }
  }

  private static Manifest read(String json) throws UnreadableManifestException {
    return Manifest.read(json.getBytes(StandardCharsets.UTF_8), "");
  }

  private static String image(String config, String layers) {
    return """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},"layers":[%s]}"""
        .formatted(IMAGE, config, SOME, layers);
  }

  private static String index(String entries) {
    return "{\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + entries + "]}";
  }

  @Test
  void finds_a_platforms_child_in_an_index() throws Exception {
    byte[] bytes = fixture("oci-index.json");
    assertThat(Digest.of(bytes))
        .hasToString("sha256:31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f");
    var index = (Manifest.Index) Manifest.read(bytes, INDEX);
    assertThat(index.child(Platform.LINUX_AMD64)).contains(Digest.of(fixture("oci-manifest-amd64.json")));
    assertThat(index.child(new Platform("linux", "arm64"))).contains(Digest.of(fixture("oci-manifest-arm64.json")));
    assertThat(index.child(new Platform("windows", "amd64"))).isEmpty();
    assertThat(index.artifactType()).isEmpty();
  }

  @Test
  void leaves_attestations_out_of_the_platforms() throws Exception {
    var index = (Manifest.Index) read(index("""
        {"digest":"%s","platform":{"os":"linux","architecture":"amd64"}},
        {"digest":"%s","platform":{"os":"unknown","architecture":"unknown"},
         "annotations":{"vnd.docker.reference.type":"attestation-manifest"}}""".formatted(SOME, SOME)));
    assertThat(index.children()).hasSize(1);
    assertThat(index.artifactType()).isEmpty();
  }

  @Test
  void a_list_of_signatures_is_no_index_of_images() throws Exception {
    assertThat(Manifest.read(fixture("oci-referrers-signed.json"), "").artifactType())
        .contains("application/vnd.cncf.notary.signature");
    assertThat(Manifest.read(fixture("oci-referrers-empty.json"), "").artifactType()).isEmpty();
  }

  @Test
  void distinguishes_images_from_artifacts() throws Exception {
    assertThat(Manifest.read(fixture("oci-manifest-amd64.json"), "").artifactType()).isEmpty();
    assertThat(Manifest.read(fixture("oci-manifest-notation-signature.json"), "").artifactType())
        .contains("application/vnd.cncf.notary.signature");
    assertThat(read(image("application/vnd.cncf.helm.config.v1+json", "")).artifactType())
        .contains("application/vnd.cncf.helm.config.v1+json");
    assertThat(read(image("application/vnd.oci.empty.v1+json", "")).artifactType())
        .contains("application/vnd.oci.empty.v1+json");
    String oci = "application/vnd.oci.image.config.v1+json";
    assertThat(read(image(oci, "{\"mediaType\":\"application/vnd.in-toto+json\"}")).artifactType())
        .contains("application/vnd.in-toto+json");
    assertThat(read(image(oci, "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+zstd\"}")).artifactType())
        .isEmpty();
    assertThat(read(image(oci, "")).artifactType()).isEmpty();
    assertThat(read(image("", "")).artifactType()).isPresent();
  }

  @Test
  void what_a_pusher_wrote_is_made_fit_for_the_record() throws Exception {
    Optional<String> type = read(image("a\\nb\\u001b[31m" + "x".repeat(500), "")).artifactType();
    assertThat(type.orElseThrow()).matches("[\\w.?+/-]{1,123}");
  }

  @Test
  void refuses_what_is_no_manifest_or_could_be_read_as_two_kinds() {
    String config = "\"config\":{\"digest\":\"" + SOME + "\"}";
    String[] bad = {"", "null", "[]", "{}", "not json", "{\"manifests\":[]}", "\"text\"",
        "{\"mediaType\":\"" + INDEX + "\",\"manifests\":[]," + config + "}",
        "{\"mediaType\":\"" + INDEX + "\"," + config + "}", "{\"mediaType\":\"" + IMAGE + "\",\"manifests\":[]}",
        "{\"mediaType\":\"application/vnd.docker.distribution.manifest.v1+prettyjws\"," + config + "}",
        "{\"mediaType\":\"" + IMAGE + "\",\"config\":{}}", "{\"mediaType\":\"" + IMAGE
            + "\",\"config\":{\"digest\":\"sha512:" + "a".repeat(128) + "\"}}",
        index("{}"), index("7"), index(("{\"digest\":\"" + SOME + "\"},").repeat(1000) + "{\"digest\":\"" + SOME
            + "\"}"),
        "[".repeat(5000)};
    for (String json : bad) {
      assertThatThrownBy(() -> read(json)).as(json.substring(0, Math.min(80, json.length())))
          .isInstanceOf(UnreadableManifestException.class);
    }
  }

  @Test
  void uses_the_content_type_where_the_manifest_names_no_media_type() throws Exception {
    byte[] bytes = "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8);
    assertThat(Manifest.read(bytes, INDEX + "; charset=utf-8").mediaType()).isEqualTo(INDEX);
  }

  @Test
  void an_image_of_docker_hub_from_2016_is_an_image_by_its_layers() throws Exception {
    String docker = "application/vnd.docker.distribution.manifest.v2+json";
    String octets = image("application/octet-stream",
        "{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"digest\":\"" + SOME + "\"}")
        .replace(IMAGE, docker);
    assertThat(read(octets)).isInstanceOf(Manifest.Single.class);
    assertThat(read(octets).artifactType()).isEmpty();
    assertThat(read(image("application/octet-stream", "{\"mediaType\":\"text/plain\"}")).artifactType())
        .contains("application/octet-stream");
    assertThat(read(image("application/octet-stream", "")).artifactType()).contains("application/octet-stream");
  }
}
