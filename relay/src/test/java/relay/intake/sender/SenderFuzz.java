package relay.intake.sender;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.intake.sender.EntraTokens.Keeping;
import relay.intake.sender.EntraTokens.Verdict;
import relay.secret.Secret;

/** Opens the sender checks to {@link relay.intake.ReceiverFuzz}. */
public final class SenderFuzz {
  private static final URI AUTHORITY = URI.create("https://login.example");
  private static final String TENANT = "0a1b2c3d-aaaa-4bbb-8ccc-1234567890ab";
  /** Claims as they should be, a key that is named, and no signature worth the name. */
  private static final String RIGHT_BUT_UNSIGNED = Stream.of("{\"alg\":\"RS256\",\"kid\":\"k\"}",
      "{\"iss\":\"https://sts.windows.net/" + TENANT + "/\",\"tid\":\"" + TENANT
          + "\",\"aud\":\"api://relay\",\"ver\":\"1.0\","
          + "\"appid\":\"" + EntraSettings.EVENT_GRID + "\",\"exp\":4102444800}",
      "signature")
      .map(part -> Base64.getUrlEncoder().withoutPadding()
          .encodeToString(part.getBytes(StandardCharsets.UTF_8)))
      .collect(Collectors.joining("."));
  public static final SenderRules RULES = SenderRules.anyOf(List.of(new SenderCheck.Bearer(new Secret("fuzz-s3cret")),
      new SenderCheck.Basic("relay", new Secret("fuzz-s3cret")),
      new SenderCheck.Query("code", new Secret("fuzz-s3cret"))));
  private static final SecretChecks SECRETS = new SecretChecks(RULES.secrets());

  private SenderFuzz() {}

  /** Whether the text counts as a proof in the header or in the query. */
  public static boolean isKnown(String text) {
    return SECRETS.accept(MultiMap.caseInsensitiveMultiMap().add("Authorization", text),
        MultiMap.caseInsensitiveMultiMap().add("code", text));
  }

  /** Whether the text counts as a token, or as a key document under which an unsigned token counts. */
  public static boolean isToken(String text) {
    var settings = new EntraSettings(AUTHORITY, TENANT, Set.of("api://relay"), Set.of(EntraSettings.EVENT_GRID),
        Optional.empty(), EntraSettings.issuersOf(AUTHORITY, TENANT), Set.of(), EntraSettings.MAX_SKEW);
    var tokens = new EntraTokens(settings, _ -> text, InstantSource.system(), Keeping.STANDARD);
    return tokens.check(text) instanceof Verdict.Accepted
        || tokens.check(RIGHT_BUT_UNSIGNED) instanceof Verdict.Accepted;
  }
}
