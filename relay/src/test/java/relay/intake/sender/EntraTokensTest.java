package relay.intake.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import relay.intake.sender.EntraTokens.Keeping;
import relay.intake.sender.EntraTokens.Verdict;
import relay.trust.Authorities;
import sandbox.entra.AuthorityFault;
import sandbox.entra.EntraAuthority;
import sandbox.entra.EntraToken;
import sandbox.entra.Signing;
import sandbox.tls.LocalCertificate;

/** Really signed tokens, with keys fetched over TLS from an authority that behaves, and one that does not. */
class EntraTokensTest {
  private static final String TENANT = "0a1b2c3d-aaaa-4bbb-8ccc-1234567890ab";
  private static final String APP = "0a1b2c3d-0000-4000-8000-000000000003";
  private static final String URI_OF_APP = "api://relay";
  /** Asked at will, so that a test need not wait. */
  private static final Keeping EAGER = new Keeping(Duration.ofHours(1), Duration.ofHours(24), Duration.ofMillis(1));

  @TempDir
  static Path folder;
  private static Vertx vertx;
  private static EntraAuthority authority;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    authority = EntraAuthority.start(vertx, LocalCertificate.create(folder), TENANT);
  }

  @BeforeEach
  void behave() {
    authority.keyServerDown(false);
    authority.requests().clear();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private EntraSettings settings(Optional<String> role, Set<String> keyHosts) {
    URI url = authority.authority();
    return new EntraSettings(url, TENANT, Set.of(APP, URI_OF_APP), Set.of(EntraAuthority.EVENT_GRID), role,
        EntraSettings.issuersOf(url, TENANT), keyHosts, EntraSettings.MAX_SKEW);
  }

  private KeyDocuments documents() throws Exception {
    return new HttpKeyDocuments(vertx,
        Optional.of(TrustOptions.wrap(Authorities.ofTheJvmAnd(authority.caPem()).trust())));
  }

  private EntraTokens tokens(Keeping keeping) throws Exception {
    return new EntraTokens(settings(Optional.empty(), Set.of()), documents(), InstantSource.system(), keeping);
  }

  private static EntraToken right() {
    return EntraToken.v1(APP, EntraAuthority.EVENT_GRID);
  }

  private static long asked(String path) {
    return authority.requests().entries(request -> request.path().endsWith(path)).size();
  }

  @Test
  void right_tokens_of_both_versions_are_accepted_and_the_keys_fetched_once() throws Exception {
    EntraTokens tokens = tokens(EAGER);
    for (EntraToken token : List.of(right(), EntraToken.v1(URI_OF_APP, EntraAuthority.EVENT_GRID),
        EntraToken.v2(APP, EntraAuthority.EVENT_GRID), right().withRoles("any"))) {
      assertThat(tokens.check(authority.issue(token))).isEqualTo(new Verdict.Accepted());
    }
    assertThat(asked("/keys")).isEqualTo(1);
    assertThat(asked("/openid-configuration")).isEqualTo(1);
  }

  static Stream<Arguments> wrong() {
    Instant now = Instant.now();
    EntraToken v2 = EntraToken.v2(APP, EntraAuthority.EVENT_GRID);
    return Stream.of(
        Arguments.of(TokenFault.WRONG_ISSUER, right().with("iss", "https://sts.windows.net/" + APP + "/")),
        Arguments.of(TokenFault.WRONG_ISSUER, right().with("iss", "https://sts.windows.net/" + TENANT)),
        Arguments.of(TokenFault.WRONG_ISSUER, right().without("iss")),
        Arguments.of(TokenFault.WRONG_TENANT, right().with("tid", APP)),
        Arguments.of(TokenFault.WRONG_TENANT, right().without("tid")),
        Arguments.of(TokenFault.WRONG_AUDIENCE,
            EntraToken.v1("https://management.azure.com", EntraAuthority.EVENT_GRID)),
        Arguments.of(TokenFault.WRONG_AUDIENCE, right().with("aud", List.of(APP, "other"))),
        Arguments.of(TokenFault.WRONG_AUDIENCE, right().without("aud")),
        Arguments.of(TokenFault.WRONG_CALLER, EntraToken.v1(APP, EntraAuthority.EVENT_GRID_US_GOVERNMENT)),
        Arguments.of(TokenFault.WRONG_CALLER, EntraToken.v2(APP, APP)),
        Arguments.of(TokenFault.WRONG_CALLER, right().without("appid")),
        Arguments.of(TokenFault.WRONG_CALLER, right().without("appid").with("azp", EntraAuthority.EVENT_GRID)),
        Arguments.of(TokenFault.WRONG_CALLER, v2.without("ver")),
        Arguments.of(TokenFault.EXPIRED, right().validUntil(now.minusSeconds(301))),
        Arguments.of(TokenFault.EXPIRED, right().without("exp")),
        Arguments.of(TokenFault.NOT_YET_VALID, v2.validFrom(now.plusSeconds(330))),
        Arguments.of(TokenFault.WRONG_ALGORITHM, right().signed(new Signing.Algorithm("RS512"))),
        Arguments.of(TokenFault.WRONG_ALGORITHM, right().signed(new Signing.Algorithm("PS256"))),
        Arguments.of(TokenFault.WRONG_ALGORITHM, right().signed(new Signing.Hmac())),
        Arguments.of(TokenFault.UNSIGNED, right().signed(new Signing.Nothing())),
        Arguments.of(TokenFault.WRONG_SIGNATURE, right().signed(new Signing.Unpublished())),
        Arguments.of(TokenFault.WRONG_SIGNATURE, right().signed(new Signing.Impostor())),
        Arguments.of(TokenFault.UNREADABLE, right().with("ver", 1)));
  }

  @ParameterizedTest
  @MethodSource
  void wrong(TokenFault why, EntraToken token) throws Exception {
    assertThat(tokens(EAGER).check(authority.issue(token))).isEqualTo(new Verdict.Refused(why));
  }

  @Test
  void clocks_may_differ_by_five_minutes() throws Exception {
    EntraTokens tokens = tokens(EAGER);
    Instant now = Instant.now();
    assertThat(tokens.check(authority.issue(right().validUntil(now.minusSeconds(270)))))
        .isEqualTo(new Verdict.Accepted());
    assertThat(tokens.check(authority.issue(right().validFrom(now.plusSeconds(270)))))
        .isEqualTo(new Verdict.Accepted());
  }

  @Test
  void a_role_must_be_granted_where_it_is_required() throws Exception {
    var tokens = new EntraTokens(settings(Optional.of(EntraAuthority.EVENT_GRID_ROLE), Set.of()), documents(),
        InstantSource.system(), EAGER);
    assertThat(tokens.check(authority.issue(right().withRoles("other", EntraAuthority.EVENT_GRID_ROLE))))
        .isEqualTo(new Verdict.Accepted());
    for (EntraToken token : List.of(right(), right().withRoles("other"), right().with("roles", "text"))) {
      assertThat(tokens.check(authority.issue(token))).isEqualTo(new Verdict.Refused(TokenFault.MISSING_ROLE));
    }
  }

  @Test
  void what_is_not_a_token_is_refused_without_a_request_to_the_authority() throws Exception {
    EntraTokens tokens = tokens(EAGER);
    for (String text : List.of("", ".", "..", "a.b.c", "e30.e30.e30", "\u0000", "a.b.c.d.e", "x".repeat(16_000))) {
      assertThat(tokens.check(text)).isInstanceOf(Verdict.Refused.class);
    }
    String token = authority.issue(right());
    assertThat(tokens.check(token.substring(0, token.lastIndexOf('.') + 1))).isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.check(authority.issue(right().with("tid", "other")))).isInstanceOf(Verdict.Refused.class);
    assertThat(asked("/keys")).isZero();
  }

  @Test
  void a_rotated_key_is_fetched_and_a_retired_one_no_longer_believed() throws Exception {
    EntraTokens tokens = tokens(EAGER);
    String before = authority.issue(right());
    assertThat(tokens.check(before)).isEqualTo(new Verdict.Accepted());
    authority.rotateKeys();
    authority.retireOldKeys();
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Accepted());
    assertThat(asked("/keys")).isEqualTo(2);
    assertThat(tokens.check(before)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void an_unknown_key_causes_few_requests_and_then_no_verdict() throws Exception {
    EntraTokens tokens = tokens(Keeping.STANDARD);
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Accepted());
    for (int i = 0; i < 50; i++) {
      assertThat(tokens.check(authority.issue(right().signed(new Signing.Unpublished()))))
          .isNotEqualTo(new Verdict.Accepted());
    }
    assertThat(asked("/keys")).isLessThanOrEqualTo(2);
    assertThat(tokens.check(authority.issue(right().signed(new Signing.Unpublished()))))
        .isEqualTo(new Verdict.Unknown()); // it may have come into use since the last look
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Accepted());
  }

  static Stream<AuthorityFault> faults() {
    return Stream.of(new AuthorityFault.Down(), new AuthorityFault.Status(500), new AuthorityFault.Status(302),
        new AuthorityFault.Garbled());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void without_keys_there_is_no_verdict_and_with_them_there_is(AuthorityFault fault) throws Exception {
    EntraTokens tokens = tokens(EAGER);
    for (AuthorityFault.Where where : AuthorityFault.Where.values()) {
      authority.fault(where, fault);
      assertThat(tokens.check(authority.issue(right()))).as(where.name().toLowerCase(Locale.ROOT))
          .isEqualTo(new Verdict.Unknown());
      authority.fault(where, new AuthorityFault.None());
    }
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Accepted());
  }

  @Test
  void keys_that_are_there_outlive_an_outage() throws Exception {
    EntraTokens tokens = tokens(EAGER);
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Accepted());
    authority.keyServerDown(true);
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Accepted());
    authority.rotateKeys();
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Unknown());
    authority.keyServerDown(false);
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Accepted());
  }

  @Test
  void keys_serve_through_an_outage_of_a_day_and_no_longer() throws Exception {
    var now = new AtomicReference<>(Instant.now());
    KeyDocuments real = documents();
    var asked = new AtomicInteger();
    var tokens = new EntraTokens(settings(Optional.empty(), Set.of()), document -> {
      asked.incrementAndGet();
      return real.get(document);
    }, now::get, new Keeping(Duration.ofMillis(20), Duration.ofHours(24), Duration.ofMillis(1)));
    EntraToken lasting = right().validUntil(now.get().plus(Duration.ofDays(9)));
    assertThat(tokens.check(authority.issue(lasting))).isEqualTo(new Verdict.Accepted());
    authority.keyServerDown(true);
    now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
    assertThat(asking(asked, tokens, authority.issue(lasting))).isEqualTo(new Verdict.Accepted());
    now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
    assertThat(asking(asked, tokens, authority.issue(lasting))).isEqualTo(new Verdict.Unknown());
  }

  /** The first verdict for which the authority was asked in vain. */
  private static Verdict asking(AtomicInteger asked, EntraTokens tokens, String token) {
    int before = asked.get();
    Verdict verdict;
    do {
      verdict = tokens.check(token);
    } while (asked.get() == before);
    return verdict;
  }

  @Test
  void an_authority_that_is_not_trusted_gives_no_keys() throws Exception {
    var tokens = new EntraTokens(settings(Optional.empty(), Set.of()), new HttpKeyDocuments(vertx, Optional.empty()),
        InstantSource.system(), EAGER);
    assertThat(tokens.check(authority.issue(right()))).isEqualTo(new Verdict.Unknown());
  }

  @Test
  void keys_are_fetched_from_the_authority_itself_or_a_listed_host_only() throws Exception {
    KeyDocuments real = documents();
    String own = authority.authority() + TENANT + "/discovery/v2.0/keys";
    for (String elsewhere : List.of("https://keys.example/k", "http://localhost/k", "https://user@localhost/k",
        own.replace("https", "http"), "file:///etc/passwd", "not an address", "")) {
      KeyDocuments lying = document -> document.getPath().endsWith("openid-configuration")
          ? "{\"jwks_uri\":\"" + elsewhere + "\"}"
          : real.get(URI.create(own));
      var strict = new EntraTokens(settings(Optional.empty(), Set.of()), lying, InstantSource.system(), EAGER);
      assertThat(strict.check(authority.issue(right()))).as(elsewhere).isEqualTo(new Verdict.Unknown());
      var listed = new EntraTokens(settings(Optional.empty(), Set.of("keys.example")), lying, InstantSource.system(),
          EAGER);
      assertThat(listed.check(authority.issue(right())) instanceof Verdict.Accepted)
          .isEqualTo(elsewhere.equals("https://keys.example/k"));
    }
  }
}
