package relay.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The recorded bodies of every sender, byte for byte. */
public final class Fixtures {
  private Fixtures() {}

  public static byte[] bytes(String name) {
    try (InputStream file = Fixtures.class.getResourceAsStream("/fixtures/" + name + ".json")) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** What each event of a delivery was. */
  public static List<String> codes(ParsedDelivery parsed) {
    return parsed.events().stream().map(ParsedEvent::code).toList();
  }

  /** Why what is not acted on is not, as people read it. */
  public static List<String> sentences(Delivery delivery) {
    return delivery.skipped().stream().map(SkippedEvents::sentence).toList();
  }
}
