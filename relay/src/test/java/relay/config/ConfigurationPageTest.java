package relay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.image.TagFilter;
import relay.image.TagPolicy;

/** The page that documents the settings and the reader that knows them, held together. */
class ConfigurationPageTest {
  @TempDir
  Path folder;

  @Test
  void the_page_lists_exactly_the_keys_that_the_reader_knows() throws Exception {
    String keys = Given.page().substring(Given.page().indexOf("## Every key"));
    var listed = new TreeSet<String>();
    Matcher row = Pattern.compile("(?m)^\\| (`[^|]+`) \\|").matcher(keys);
    while (row.find()) {
      listed.addAll(List.of(row.group(1).replace("`", "").split(", ")));
    }
    Matcher group = Pattern.compile("`([^`]+)`").matcher(keys.substring(keys.indexOf("The groups themselves")));
    while (group.find()) {
      listed.add(group.group(1));
    }
    assertThat(listed).isEqualTo(whole().known());
  }

  @Test
  void the_whole_example_can_be_read() throws Exception {
    RelayConfig config = whole().read();
    assertThat(config.apps()).extracting(app -> app.name().value()).containsExactly("reviews", "menu", "kitchen");
    assertThat(config.registries()).extracting(RegistryConfig::name).containsExactly("shop", "laptop");
    assertThat(config.apps().get(1).settings().tags()).isEqualTo(
        new TagPolicy.Semantic("^1.4", false, TagFilter.of(Optional.of("*"), Optional.of("v?[0-9.]+"))));
    assertThat(config.apps().getLast().settings().tags()).isEqualTo(
        new TagPolicy.Natural(TagFilter.of(Optional.of("main-*"), Optional.of("main-[0-9]{8}-[0-9]+"))));
    assertThat(config.apps().get(1).settings().proof().require()).isEqualTo(Grade.SETTLED);
    assertThat(config.registry("shop").orElseThrow().acr().orElseThrow().senders().secrets()).hasSize(4);
  }

  @Test
  void the_whole_example_shows_the_defaults_of_health() throws Exception {
    RelayConfig config = whole().replacing("      body: '\"status\": *\"ok\"'\n", "").read();
    assertThat(config.apps().getFirst().settings().health()).isEqualTo(HealthSettings.at("/healthz"));
    assertThat(config.apps().getLast().settings().health()).isEqualTo(HealthSettings.at("/healthz"));
  }

  @Test
  void the_least_example_can_be_read() throws Exception {
    Given least = Given.yaml(Given.documented("least")).with("RELAY_HOOK_SECRET", Given.SECRET)
        .adding("journal: {file: '" + folder.resolve("relay.db") + "'}\n");
    assertThat(least.read().apps()).hasSize(1);
  }

  private Given whole() throws Exception {
    return Given.yaml(Given.documented("whole"))
        .replacing("/var/lib/relay/relay.db", folder.resolve("relay.db").toString())
        .replacing("/etc/relay/proxy.pem", aCertificate().toString())
        .with("AZURE_CLIENT_ID", "00000000-0000-0000-0000-00000000000a").with("AZURE_TENANT_ID", "example.com")
        .with("RELAY_HOOK_SECRET", Given.SECRET).with("RELAY_HOOK_PASSWORD", Given.SECRET)
        .with("RELAY_HOOK_HEADER", Given.SECRET).with("RELAY_HOOK_CODE", Given.SECRET).with("REVIEWS_PROBE_KEY", "key")
        .with("RELAY_SIGNING_SECRET", "whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
  }

  /** Any certificate that the JDK trusts, as PEM. */
  private Path aCertificate() throws Exception {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509Certificate any = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
    return Files.writeString(folder.resolve("proxy.pem"), "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(any.getEncoded()) + "\n-----END CERTIFICATE-----\n");
  }
}
