package relay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.tls.LocalCertificate;

class AuthoritiesTest {
  @TempDir
  Path folder;

  @Test
  void a_file_may_hold_several_certificates() throws Exception {
    String one = LocalCertificate.create(folder.resolve("a")).certificatePem();
    String two = LocalCertificate.create(folder.resolve("b")).certificatePem();
    assertThat(Authorities.certificates(Files.writeString(folder.resolve("both.pem"), one + "\n" + two))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
  void a_file_without_certificates_is_named(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), content);
    assertThatThrownBy(() -> Authorities.certificates(file)).isInstanceOf(IOException.class)
        .hasMessageContaining("azure.trustedCertificates").hasMessageContaining("ca.pem");
  }

  @Test
  void those_of_the_jvm_count_as_before() throws Exception {
    Path pem = Files.writeString(folder.resolve("ca.pem"),
        LocalCertificate.create(folder.resolve("a")).certificatePem());
    assertThat(Authorities.issuers(Authorities.ofTheJvmAnd(pem).trust()))
        .containsAll(Authorities.issuers(Authorities.factory(null)).toList())
        .containsAll(Authorities.certificates(pem));
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> Authorities.certificates(folder.resolve("none.pem"))).isInstanceOf(IOException.class)
        .hasMessageContaining("none.pem cannot be read");
  }
}
