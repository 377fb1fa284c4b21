package relay.intake;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.rate.ClientRateLimitsFuzz;
import relay.intake.acr.AcrFuzz;
import relay.intake.distribution.DistributionFuzz;
import relay.intake.eventgrid.EventGridFuzz;
import relay.intake.json.JsonFaultException;
import relay.intake.sender.SenderFuzz;

/**
 * What must hold for any bytes at each parser of the receivers: it reads them or refuses them in words of its own, and
 * throws nothing else. A target of Jazzer (the property {@code fuzz.parser} names the parser) and of the short run in the
 * tests.
 */
public final class ReceiverFuzz {
  private static final Instant RECEIVED = Instant.parse("2026-11-20T10:00:00Z");
  private static final SourceRegistry SOURCE = new SourceRegistry("main", "crreviewsprod.azurecr.io",
      List.of("127.0.0.1:5000"));
  private static final EventGridFuzz GRID = new EventGridFuzz(SOURCE, SenderFuzz.RULES);

  /** Each parser with the fixtures that are its corpus. */
  enum Parser {
    ACR("acr-") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> AcrFuzz.read(bytes, SOURCE, RECEIVED));
      }
    },
    EVENT_GRID("eventgrid-", "cloudevents-") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> GRID.read(bytes, "Notification", RECEIVED));
      }
    },
    HANDSHAKE("eventgrid-validation") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> GRID.read(bytes, "SubscriptionValidation", RECEIVED));
      }
    },
    DISTRIBUTION("distribution-") {
      @Override
      void feed(byte[] bytes) {
        checked(() -> DistributionFuzz.read(bytes, SOURCE, RECEIVED));
      }
    },
    /** Authorization, a header and the query, and where the client comes from. */
    SENDER {
      @Override
      void feed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean known = SenderFuzz.isKnown(text);
        require(!known || text.contains("s3cret") || text.toLowerCase(Locale.ROOT).startsWith("basic "));
        ClientRateLimitsFuzz.feed(InetAddress.getLoopbackAddress(), text);
      }
    },
    /** Tokens, and the key documents of an authority. */
    TOKEN {
      @Override
      void feed(byte[] bytes) {
        require(!SenderFuzz.isToken(new String(bytes, StandardCharsets.UTF_8)));
      }
    },
    STORED_BODY("eventgrid-validation", "acr-push") {
      @Override
      void feed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        require(StoredBody.of(text).length() <= StoredBody.MAX_CHARS * 4);
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

  private static final Parser CHOSEN = Parser
      .valueOf(System.getProperty("fuzz.parser", "ACR").toUpperCase(Locale.ROOT).replace('-', '_'));

  private ReceiverFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    CHOSEN.feed(bytes);
  }

  private static void checked(Supplier<ParsedDelivery> reading) {
    try {
      ParsedDelivery read = reading.get();
      Delivery delivery = read.delivery();
      require(read.events().isEmpty() || !(delivery.pushes().isEmpty() && delivery.skipped().isEmpty()));
      require(delivery.body().length() <= StoredBody.MAX_CHARS * 4);
      Fixtures.sentences(delivery)
          .forEach(why -> require(why.length() < 1000 && why.chars().allMatch(c -> c >= 0x20 && c < 0x7f)));
      delivery.pushes().forEach(push -> require(push.image().registry().equals(SOURCE.host())));
      require(delivery.action().matches("[A-Za-z0-9_.-]{1,64}"));
    } catch (JsonFaultException unreadable) {
      String sentence = unreadable.fault().sentence("the body");
      require(sentence.length() < 500 && sentence.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
    } catch (ProblemException refusal) {
      require(refusal.problem() instanceof Problem.Malformed || refusal.problem() instanceof Problem.Forbidden);
      String answer = refusal.problem().toJson().encode();
      require(answer.length() < 500 && answer.chars().allMatch(c -> c >= 0x20 && c < 0x7f));
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("what must hold for any bytes does not hold for these");
    }
  }
}
