package reviews.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reviews.photos.PhotoFuzz;
import reviews.upload.FormFuzz;
import reviews.web.QueryFuzz;
import reviews.web.form.FieldFuzz;
import reviews.web.session.SessionFuzz;

/**
 * What must hold for any bytes at each parser of the site: it reads them or refuses them in words of its own, and throws
 * nothing else. A target of Jazzer (the property {@code fuzz.parser} names the parser) and of the short run in the tests.
 */
public final class SiteFuzz {
  private static final String PART = "--xyz\r\nContent-Disposition: form-data; %s\r\n\r\n";
  private static final String END = "\r\n--xyz--\r\n";

  /** Where strangers' bytes are read. */
  enum Parser {
    JPEG,
    /** As it came, and with its check sums made right. */
    PNG,
    /** As it came, and with its lengths made right. */
    WEBP,
    FORM,
    /** As it came, and with an end. */
    MULTIPART,
    /** What the fields of a form hold, and its token. */
    FIELDS,
    /** The header in which cookies come. */
    SESSION,
    QUERY,
    /** Headers that say who visits, and from where. */
    VISITOR;

    /** Makes what takes the inputs. */
    Opened open() {
      return switch (this) {
        case JPEG -> Opened.of(new PhotoFuzz()::feed);
        case PNG -> Opened.of(both(new PhotoFuzz()::feed, PhotoFuzz::repairedPng));
        case WEBP -> Opened.of(both(new PhotoFuzz()::feed, PhotoFuzz::repairedWebp));
        case FORM -> {
          var forms = new FormFuzz();
          yield new Opened(forms::urlencoded, forms::close);
        }
        case MULTIPART -> {
          var forms = new FormFuzz();
          yield new Opened(both(forms::parts, SiteFuzz::ended), forms::close);
        }
        case FIELDS -> Opened.of(text(new FieldFuzz()::feed));
        case SESSION -> Opened.of(text(new SessionFuzz()::feed));
        case QUERY -> Opened.of(text(QueryFuzz::query));
        case VISITOR -> Opened.of(text(QueryFuzz::visitor));
      };
    }

    /** What it begins with, beside nothing. */
    private List<byte[]> corpus() {
      return switch (this) {
        case JPEG -> PhotoFuzz.jpegs();
        case PNG -> PhotoFuzz.pngs();
        case WEBP -> PhotoFuzz.webps();
        case FORM -> texts("comment=good&stars=4", "comment=%E2%98%83+a%26b&comment=", "stars=%", "a&b=&=c;d");
        case MULTIPART -> texts(
            PART.formatted("name=\"comment\"") + "good\r\n" + PART.formatted("name=\"stars\"") + "4" + END,
            PART.formatted("name=\"photo\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg") + "\0\1\2" + END,
            PART.formatted("name=\"photo\"; filename*=utf-8''%e2%82%ac\r\nContent-Transfer-Encoding: base64") + "YQ=="
                + END,
            PART.formatted("name=comment\r\nContent-Type: text/plain; charset=utf-16") + "aa" + END);
        case FIELDS -> texts("author=Ann&stars=4&comment=Good%0D%0A%0D%0Abread&token=a.b",
            "name=N&cuisine=italian&address=A&description=D%0A%0A%0AE&website=",
            "comment=a%CC%81%E2%80%AE%ED%A0%80&author=%00");
        case SESSION -> texts(new SessionFuzz().seeds().toArray(new String[0]));
        case QUERY -> texts("q=pasta+canal&cuisine=italian&page=2", "added=review-12&to=/restaurants/1%23write",
            "q=%00%C3%A9&page=0", "to=//other.example&added=" + "0".repeat(32) + ".jpg");
        case VISITOR -> texts("203.0.113.9:80, [2001:db8::1]:443", "Mozilla/5.0 (X11; Linux) Firefox/1", "FI",
            "https, http");
      };
    }

    List<byte[]> seeds() {
      return Stream.concat(Stream.of(new byte[0]), corpus().stream()).toList();
    }
  }

  /**
   * What takes inputs, and throws for what must not be.
   *
   * @param end gives back what it holds
   */
  record Opened(Consumer<byte[]> parser, Runnable end) implements AutoCloseable {
    static Opened of(Consumer<byte[]> parser) {
      return new Opened(parser, () -> {});
    }

    void feed(byte[] bytes) {
      parser.accept(bytes);
    }

    @Override
    public void close() {
      end.run();
    }
  }

  /** Jazzer knows but static methods. */
  private static final class Chosen {
    private static final Opened PARSER = named(System.getProperty("fuzz.parser", "png")).open();
  }

  /** A change that lets an input come further than its first check. */
  private interface Repair {
    byte[] of(byte[] bytes);
  }

  private SiteFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Chosen.PARSER.feed(bytes);
  }

  /** Writes the inputs that the parser of the first argument begins with into the folder of the second. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    int number = 0;
    for (byte[] seed : named(arguments[0]).seeds()) {
      Files.write(folder.resolve("seed-" + number++), seed);
    }
  }

  private static Parser named(String name) {
    return Parser.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Consumer<byte[]> both(Consumer<byte[]> parser, Repair repair) {
    return bytes -> {
      parser.accept(bytes);
      parser.accept(repair.of(bytes));
    };
  }

  private static Consumer<byte[]> text(Consumer<String> parser) {
    return bytes -> parser.accept(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  private static byte[] ended(byte[] body) {
    byte[] all = Arrays.copyOf(body, body.length + END.length());
    System.arraycopy(END.getBytes(StandardCharsets.US_ASCII), 0, all, body.length, END.length());
    return all;
  }
}
