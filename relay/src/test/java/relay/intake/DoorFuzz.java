package relay.intake;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import relay.azure.EventGridParser;
import relay.http.ClientsFuzz;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.intake.EntraTokens.Keeping;
import relay.intake.EntraTokens.Verdict;
import relay.secret.Secret;

/**
 * What must hold for any bytes at each parser of the doors: it reads them or refuses them in words of its own, and throws
 * nothing else. A target of Jazzer (which one says the property {@code fuzz.parser}) and of the short run in the tests.
 */
public final class DoorFuzz {
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00Z");
  private static final String TOPIC = "/subscriptions/0a1b2c3d-1111-4222-8333-444455556666/resourceGroups/rg-reviews-prod"
      + "/providers/Microsoft.ContainerRegistry/registries/crreviewsprod";
  private static final Origin ORIGIN = new Origin("main", "crreviewsprod.azurecr.io", List.of("127.0.0.1:5000"));
  private static final List<SenderCheck> SECRETS = List.of(new SenderCheck.Bearer(new Secret("fuzz-s3cret")),
      new SenderCheck.Basic("relay", new Secret("fuzz-s3cret")),
      new SenderCheck.Query("code", new Secret("fuzz-s3cret")));
  private static final GridDelivery GRID = new GridDelivery(new EventGridSettings(ORIGIN, SenderRules.anyOf(SECRETS),
      Set.of(TOPIC), Set.of("evgs-relay"), EventGridSettings.ORIGINS, true), new EventGridParser());
  private static final Senders SENDERS = new Senders(SECRETS);
  private static final URI AUTHORITY = URI.create("https://login.example");
  private static final String TENANT = "0a1b2c3d-aaaa-4bbb-8ccc-1234567890ab";

  /** Each parser with the fixtures that are its corpus. */
  enum Parser {
    ACR("acr-") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> AcrEvent.read(bytes, ORIGIN, RECEIVED));
      }
    },
    EVENT_GRID("eventgrid-", "cloudevents-") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> GRID.read(bytes, headers("Notification"), RECEIVED));
      }
    },
    HANDSHAKE("eventgrid-validation") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> GRID.read(bytes, headers("SubscriptionValidation"), RECEIVED));
      }
    },
    DISTRIBUTION("distribution-") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> DistributionEvents.read(bytes, ORIGIN, RECEIVED));
      }
    },
    /** Authorization, a header and the query, and where the client comes from. */
    SENDER {
      @Override
      void feed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean known = SENDERS.accept(MultiMap.caseInsensitiveMultiMap().add("Authorization", text),
            MultiMap.caseInsensitiveMultiMap().add("code", text));
        require(!known || text.contains("s3cret") || text.toLowerCase(Locale.ROOT).startsWith("basic "));
        ClientsFuzz.feed(InetAddress.getLoopbackAddress(), text);
      }
    },
    /** Tokens, and what an authority tells of its keys. */
    TOKEN {
      @Override
      void feed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        var settings = new EntraSettings(AUTHORITY, TENANT, Set.of("api://relay"), Set.of(EntraSettings.EVENT_GRID),
            Optional.empty(), EntraSettings.issuersOf(AUTHORITY, TENANT), Set.of(), EntraSettings.MOST_SKEW);
        var tokens = new EntraTokens(settings, _ -> text, InstantSource.system(), Keeping.STANDARD);
        require(!(tokens.check(text) instanceof Verdict.Accepted));
        require(!(tokens.check(RIGHT_BUT_UNSIGNED) instanceof Verdict.Accepted));
      }
    },
    KEPT_BODY("eventgrid-validation", "acr-push") {
      @Override
      void feed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        require(KeptBody.of(text).length() <= KeptBody.MOST * 4);
      }
    };

    private final String corpus;

    Parser(String... beginnings) {
      this.corpus = String.join("|", beginnings);
    }

    /** Throws for what must not be. */
    abstract void feed(byte[] bytes);

    boolean takes(String fixture) {
      return !corpus.isEmpty() && fixture.matches("(" + corpus + ").*");
    }
  }

  /** Claims as they should be, a key that is named, and no signature worth the name. */
  private static final String RIGHT_BUT_UNSIGNED = Stream.of("{\"alg\":\"RS256\",\"kid\":\"k\"}",
      "{\"iss\":\"https://sts.windows.net/" + TENANT + "/\",\"tid\":\"" + TENANT
          + "\",\"aud\":\"api://relay\",\"ver\":\"1.0\","
          + "\"appid\":\"" + EntraSettings.EVENT_GRID + "\",\"exp\":4102444800}",
      "signature")
      .map(part -> Base64.getUrlEncoder().withoutPadding()
          .encodeToString(part.getBytes(StandardCharsets.UTF_8)))
      .collect(Collectors.joining("."));
  private static final Parser CHOSEN = Parser
      .valueOf(System.getProperty("fuzz.parser", "ACR").toUpperCase(Locale.ROOT).replace('-', '_'));

  private DoorFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    CHOSEN.feed(bytes);
  }

  private static MultiMap headers(String type) {
    return MultiMap.caseInsensitiveMultiMap().add(GridDelivery.SUBSCRIPTION, "EVGS-RELAY")
        .add(GridDelivery.EVENT_TYPE, type);
  }

  private interface Reading {
    Received read();
  }

  private static void checked(Reading reading) {
    try {
      Received received = reading.read();
      Delivery delivery = received.delivery();
      require(received.kinds().isEmpty() || !(delivery.pushes().isEmpty() && delivery.ignored().isEmpty()));
      require(delivery.body().length() <= KeptBody.MOST * 4);
      delivery.ignored()
          .forEach(why -> require(why.length() < 1000 && why.chars().allMatch(c -> c >= 0x20 && c < 0x7f)));
      delivery.pushes().forEach(push -> require(push.image().registry().equals(ORIGIN.host())));
      require(delivery.action().matches("[A-Za-z0-9_.-]{1,64}"));
    } catch (ProblemException refusal) {
      require(refusal.problem() instanceof Problem.Malformed || refusal.problem() instanceof Problem.Forbidden);
      String told = refusal.problem().toJson().encode();
      require(told.length() < 500 && told.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("what must hold for any bytes does not hold for these");
    }
  }
}
