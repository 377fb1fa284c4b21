package reviews.web.session;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import reviews.fuzz.Require;
import reviews.fuzz.StrangersRequest;
import reviews.settings.EdgeSettings;
import reviews.settings.Secret;
import reviews.web.edge.Edge;

/** Opens sessions and their cookies to {@link reviews.fuzz.SiteFuzz}. */
public final class SessionFuzz {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String PERSON = "eyJpZCI6ImFkYSIsIm5hbWUiOiJBZGEifQ";

  private final Signer signer = new Signer(new Secret("a-key-for-fuzzing-of-a-decent-length"));
  private final Sessions sessions = new Sessions(signer, Clock.fixed(NOW, ZoneOffset.UTC),
      new Edge(new EdgeSettings(0, 0, Optional.empty())), new Spent());
  private final List<String> genuine = Stream.of("id." + NOW.getEpochSecond() + '.',
      "id." + NOW.getEpochSecond() + '.' + PERSON).map(text -> signed("session", text)).toList();
  private final List<String> worthless = List.of(
      signed("session", "id." + NOW.minus(Sessions.LIFETIME).getEpochSecond() + '.'),
      signed("sign-in", "id." + NOW.getEpochSecond() + '.'), signed("session", "id." + NOW.getEpochSecond()),
      "id." + NOW.getEpochSecond() + "..", "");

  private String signed(String purpose, String text) {
    return text + '.' + signer.sign(purpose, text);
  }

  /** Only what this site signed as a session is one, wherever it stands in the header. */
  public void feed(String header) {
    Optional<Session> session = sessions.of(StrangersRequest.withHeader("Cookie", header).context());
    Require.that(session.isEmpty() || genuine.stream().anyMatch(header::contains), "nobody makes a session");
  }

  public List<String> seeds() {
    return Stream.concat(genuine.stream(), worthless.stream())
        .flatMap(
            value -> Stream.of("session=" + value, "a=b; session=" + value + "; session=x", "__Host-session=" + value,
                "session=\"" + value + '"'))
        .toList();
  }
}
