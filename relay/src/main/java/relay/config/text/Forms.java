package relay.config.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import relay.secret.Secret;

/** The forms of values that several parts of the configuration share. */
public final class Forms {
  /** Shorter ones can be guessed at the rate that a receiver answers. */
  public static final int SHORTEST_SECRET = 16;
  /** The regular expression of a colon and a port, 1 to 65535. */
  public static final String AND_PORT = ":([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";
  public static final Form<Boolean> FLAG = text -> switch (text) {
    case "true" -> true;
    case "false" -> false;
    default -> throw new UnfitException("is neither true nor false", "write true or false");
  };
  public static final Form<Integer> PORT = whole(0, 65_535);
  /** A host name or address to listen on. */
  public static final Form<String> HOST = matching("[A-Za-z0-9.:_-]{1,255}", "is not a host name or address",
      "write 0.0.0.0, 127.0.0.1 or a host name");
  public static final Form<Path> FILE = text -> {
    try {
      if (!text.isBlank()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      throw new UnfitException("is not a file's path", "write an absolute path");
    }
    throw new UnfitException("is empty", "write an absolute path");
  };

  private static final Pattern LOOPBACK = Pattern.compile(
      "(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1\\]|::1)(:\\d{1,5})?");

  private Forms() {}

  public static Form<Integer> whole(int least, int most) {
    return text -> {
      if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
        return Integer.parseInt(text);
      }
      throw new UnfitException("is not a whole number from " + least + " to " + most, "write one");
    };
  }

  public static Form<Duration> length(Duration least, Duration most) {
    return text -> {
      Duration length = Length.parse(text).orElseThrow(
          () -> new UnfitException("is not a length of time", "write a number and its unit: " + Length.EXAMPLES));
      if (length.compareTo(least) < 0 || length.compareTo(most) > 0) {
        throw new UnfitException("is out of bounds", "write " + inWords(least) + " to " + inWords(most));
      }
      return length;
    };
  }

  public static String inWords(Duration length) {
    return Length.inWords(length);
  }

  /** One of the constants, in lower case with hyphens. */
  public static <E extends Enum<E>> Form<E> word(Class<E> type) {
    return text -> Arrays.stream(type.getEnumConstants()).filter(e -> word(e).equals(text)).findFirst()
        .orElseThrow(() -> new UnfitException("is not one of the words known here",
            "write " + Arrays.stream(type.getEnumConstants()).map(Forms::word).collect(Collectors.joining(", "))));
  }

  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Form<String> matching(String pattern, String problem, String remedy) {
    Pattern compiled = Pattern.compile(pattern);
    return text -> {
      if (compiled.matcher(text).matches()) {
        return text;
      }
      throw new UnfitException(problem, remedy);
    };
  }

  /** What a value class reads by itself. */
  public static <T> Form<T> parsed(Function<String, Optional<T>> parse, String problem, String remedy) {
    return text -> parse.apply(text).orElseThrow(() -> new UnfitException(problem, remedy));
  }

  /** An address without user information; {@code bare}: nothing after host and port either. */
  public static Form<URI> url(boolean httpToo, boolean bare) {
    return text -> {
      try {
        URI uri = new URI(text);
        boolean schemeFits = "https".equals(uri.getScheme()) || (httpToo && "http".equals(uri.getScheme()));
        boolean plain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
            && uri.getPort() <= 65_535;
        if (schemeFits && plain && (!bare || (uri.getRawPath().matches("/?") && uri.getRawQuery() == null))) {
          return uri;
        }
      } catch (URISyntaxException e) {
        throw new UnfitException("is not an address", "write " + example(httpToo, bare));
      }
      throw new UnfitException("is not an address that fits here", "write " + example(httpToo, bare)
          + ", without user, password or #fragment");
    };
  }

  private static String example(boolean httpToo, boolean bare) {
    return (httpToo ? "http://host or " : "") + "https://host" + (bare ? ", with a port at most" : "/path");
  }

  /** A secret of at least {@code shortest} characters that can stand in a header to the letter. */
  public static Form<Secret> secret(int shortest) {
    Form<Secret> form = text -> {
      if (!text.equals(text.strip()) || !text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
        throw new UnfitException("begins or ends with white space, or holds a line break or a character beyond ASCII",
            "look for a line break at the end of the variable");
      }
      if (text.length() < shortest || text.isBlank()) {
        throw new UnfitException("is shorter than " + shortest + " characters",
            "make a new one: openssl rand -hex 32");
      }
      return new Secret(text);
    };
    return form.kept();
  }

  /** Whether traffic to {@code host}, with or without a port, stays on this machine by its very name. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }
}
