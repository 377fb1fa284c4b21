package relay.http.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRateLimitsTest {
  private static final ClientRateLimits CLIENTS = new ClientRateLimits(new RateSettings(1, 50,
      List.of(Network.parse("10.0.0.0/8").orElseThrow(), Network.parse("fd00::/8").orElseThrow())), () -> 0);

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      192.0.2.1 | 203.0.113.9                       | 192.0.2.1
      10.1.1.1  | 203.0.113.9                       | 203.0.113.9
      10.1.1.1  | 203.0.113.9:51234                 | 203.0.113.9
      10.1.1.1  | 198.51.100.7, 203.0.113.9         | 203.0.113.9
      10.1.1.1  | 203.0.113.9 , 10.9.9.9            | 203.0.113.9
      10.1.1.1  | 10.2.2.2,10.3.3.3                 | 10.2.2.2
      fd00::1   | [2001:db8::1]:443                 | 2001:db8:0:0:0:0:0:1
      fd00::1   | 2001:db8::1                       | 2001:db8:0:0:0:0:0:1
      10.1.1.1  | 203.0.113.9, localhost            | 10.1.1.1
      10.1.1.1  | unknown                           | 10.1.1.1
      10.1.1.1  | [::1                              | 10.1.1.1
      10.1.1.1  | ,                                 | 10.1.1.1
      10.1.1.1  | ''                                | 10.1.1.1
      """)
  void the_client_is_the_last_address_that_no_trusted_proxy_has(String connected, String forwarded, String client)
      throws Exception {
    assertThat(CLIENTS.behind(InetAddress.ofLiteral(connected), List.of(forwarded)).getHostAddress()).isEqualTo(client);
  }

  @Test
  void several_headers_are_one_list() {
    assertThat(CLIENTS.behind(InetAddress.ofLiteral("10.0.0.1"), List.of("203.0.113.1", "203.0.113.2")))
        .isEqualTo(InetAddress.ofLiteral("203.0.113.2"));
    assertThat(CLIENTS.behind(InetAddress.ofLiteral("10.0.0.1"), List.of()))
        .isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
  }

  @Test
  void a_long_way_through_trusted_proxies_is_followed_only_so_far() {
    String hops = "203.0.113.1," + "10.0.0.2,".repeat(500) + "10.0.0.3";
    assertThat(CLIENTS.behind(InetAddress.ofLiteral("10.0.0.1"), List.of(hops)).getHostAddress()).startsWith("10.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "fe80::/129", "::1/x", "10.0.0.0/8/8", "a.b.c.d",
      "host.example/8", "256.0.0.1"})
  void what_is_no_network_is_none(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }

  @Test
  void a_network_holds_its_own() throws Exception {
    Network odd = Network.parse("192.0.2.128/25").orElseThrow();
    assertThat(odd.holds(InetAddress.ofLiteral("192.0.2.129"))).isTrue();
    assertThat(odd.holds(InetAddress.ofLiteral("192.0.2.127"))).isFalse();
    assertThat(odd.holds(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(Network.parse("0.0.0.0/0").map(all -> all.holds(InetAddress.ofLiteral("8.8.8.8")))).hasValue(true);
    assertThat(Network.parse("192.0.2.7").map(Network::bits)).isEqualTo(Optional.of(32));
  }

  @Test
  void a_rate_is_kept_and_a_pause_gives_twice_a_second() {
    var nanos = new AtomicLong();
    var limit = new RateLimit(10, nanos::get);
    for (int i = 0; i < 20; i++) {
      assertThat(limit.take()).isZero();
    }
    assertThat(limit.take()).isEqualTo(Duration.ofMillis(100));
    nanos.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(limit.take()).isZero();
    assertThat(limit.take()).isPositive();
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    int at = 0;
    while (limit.take().isZero()) {
      at++;
    }
    assertThat(at).isEqualTo(20);
  }
}
