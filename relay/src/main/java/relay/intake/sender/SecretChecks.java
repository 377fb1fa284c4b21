package relay.intake.sender;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a request carries any one of a receiver's secrets. Hashes are compared, so that neither the content nor the
 * length of a secret shows in the time taken, and every check is made whatever the others found.
 */
final class SecretChecks {
  /** More headers of one name than this are an attempt at several guesses in one request. */
  private static final int MAX_VALUES = 4;

  private final List<Known> known;

  SecretChecks(List<SenderCheck> checks) {
    known = checks.stream().map(Known::of).toList();
  }

  boolean accept(MultiMap headers, MultiMap query) {
    boolean accepted = false;
    for (Known one : known) {
      accepted |= one.matches(headers, query);
    }
    return accepted;
  }

  private enum Scheme {
    BEARER,
    BASIC,
    PLAIN,
    QUERY
  }

  /** One check, its secret known only by the hash. */
  private static final class Known {
    private final String name;
    private final Scheme scheme;
    private final byte[] hash;

    private Known(String name, Scheme scheme, String expected) {
      this.name = name;
      this.scheme = scheme;
      this.hash = sha256(bytes(expected));
    }

    static Known of(SenderCheck check) {
      return switch (check) {
        case SenderCheck.Bearer(var token) -> authorization(Scheme.BEARER, token.reveal());
        case SenderCheck.Basic(var user, var password) -> authorization(Scheme.BASIC, user + ":" + password.reveal());
        case SenderCheck.Header(var name, var value) -> new Known(name, Scheme.PLAIN, value.reveal());
        case SenderCheck.Query(var name, var value) -> new Known(name, Scheme.QUERY, value.reveal());
      };
    }

    private static Known authorization(Scheme scheme, String expected) {
      return new Known(HttpHeaders.AUTHORIZATION.toString(), scheme, expected);
    }

    boolean matches(MultiMap headers, MultiMap query) {
      List<String> values = (scheme == Scheme.QUERY ? query : headers).getAll(name);
      boolean found = false;
      if (values.size() <= MAX_VALUES) {
        for (String value : values) {
          found |= presented(value).map(SecretChecks::sha256).filter(guess -> MessageDigest.isEqual(hash, guess))
              .isPresent();
        }
      }
      return found;
    }

    private Optional<byte[]> presented(String value) {
      return switch (scheme) {
        case BEARER -> after("bearer ", value).map(SecretChecks::bytes);
        case BASIC -> after("basic ", value).flatMap(SecretChecks::decoded);
        case PLAIN, QUERY -> Optional.of(bytes(value));
      };
    }

    private static Optional<String> after(String scheme, String value) {
      return value.toLowerCase(Locale.ROOT).startsWith(scheme)
          ? Optional.of(value.substring(scheme.length()).trim())
          : Optional.empty();
    }
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
