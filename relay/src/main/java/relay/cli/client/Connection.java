package relay.cli.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import relay.config.text.Surroundings;
import relay.secret.Secret;

/** Where the relay is and what proves who asks, from options and environment. */
public record Connection(Optional<String> url, Optional<Path> tokenFile, Surroundings here) {
  public static final String DEFAULT_URL = "http://127.0.0.1:8080";
  private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rw-rw-");
  private static final int MOST_BYTES = 8 * 1024;

  public ApiClient open(Duration deadline) {
    URI address = address();
    Optional<Secret> token = token();
    if (token.isPresent() && !isPrivate(address)) {
      throw wrong("a token is sent over https only, or to this machine; the address " + address + " is neither");
    }
    return new ApiClient(address, token, deadline);
  }

  /** Whether nobody between here and there can read along. */
  private static boolean isPrivate(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return "https".equals(address.getScheme()) || host.equals("localhost") || host.endsWith(".localhost")
        || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  private URI address() {
    String text = url.or(() -> here.value("RELAY_URL")).orElse(DEFAULT_URL);
    try {
      URI uri = new URI(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
          && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw wrong("the relay's address is not a URL; write https://relay.example");
    }
    throw wrong("the relay's address must be http:// or https:// and a host, without password");
  }

  private Optional<Secret> token() {
    Optional<String> text = tokenFile.map(Connection::content).or(() -> here.value("RELAY_TOKEN"));
    if (text.filter(t -> !t.strip().matches("[\\x21-\\x7e]{1,4096}")).isPresent()) {
      throw wrong("the token is empty, or holds characters that no token has");
    }
    return text.map(t -> new Secret(t.strip()));
  }

  private static String content(Path file) {
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw wrong("the token file " + file + " is open to others than its owner; say chmod 600 " + file);
      }
      if (Files.size(file) > MOST_BYTES) {
        throw wrong("the token file " + file + " is too large to hold a token");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw wrong("there is no token file " + file);
    } catch (IOException e) {
      throw wrong("the token file " + file + " cannot be read; it must be a file of text that you may read");
    }
  }

  private static CommandException wrong(String line) {
    return new CommandException(ExitCode.USAGE, line);
  }
}
