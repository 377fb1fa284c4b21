package relay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BlobHostsTest {
  private final BlobHosts hosts = new BlobHosts(Set.of(".blob.core.windows.net", "shop.westeurope.data.azurecr.io:443",
      "127.0.0.1:5001", "plain.example:80"));

  @Test
  void follows_to_a_suffix_and_to_a_host_and_port_to_the_letter() {
    assertThat(hosts.follow("https://abc.blob.core.windows.net/x/y?sig=s%2B")).get()
        .satisfies(place -> {
          assertThat(place.host()).isEqualTo(new Host(true, "abc.blob.core.windows.net", 443));
          assertThat(place.pathAndQuery()).isEqualTo("/x/y?sig=s%2B");
          assertThat(place).asString().doesNotContain("sig");
        });
    assertThat(hosts.follow("https://ABC.blob.core.windows.net:443/x")).isPresent();
    assertThat(hosts.follow("https://shop.westeurope.data.azurecr.io/x")).isPresent();
    assertThat(hosts.follow("http://127.0.0.1:5001/x")).isPresent();
  }

  @Test
  void follows_nowhere_else() {
    String[] bad = {"http://abc.blob.core.windows.net/x", "https://blob.core.windows.net/x",
        "https://abc.blob.core.windows.net:8443/x", "https://abc.blob.core.windows.net.evil.example/x",
        "https://evilblob.core.windows.net/x", "https://me@abc.blob.core.windows.net/x",
        "https://evil.example/#.blob.core.windows.net", "http://plain.example/x", "http://127.0.0.1:5002/x",
        "http://127.0.0.1.evil.example:5001/x", "//abc.blob.core.windows.net/x", "/v2/x", "", "https:///x",
        "ftp://abc.blob.core.windows.net/x", "file:///etc/passwd", "https://abc.blob.core.windows.net/a b"};
    for (String location : bad) {
      assertThat(hosts.follow(location)).as(location).isEmpty();
    }
  }
}
