package reviews.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import reviews.settings.StoreSettings.Login;

/** Reads a connection string; its kind chooses the store. Faults never quote it, since it holds a password. */
final class ConnectionString {
  /** The string cannot be used; the message says why and quotes nothing of it. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    Fault(String what) {
      super(what, null, false, false);
      this.what = what;
    }

    String what() {
      return what;
    }
  }

  private static final int POSTGRES_PORT = 5432;
  private static final int MOST_PORT = 65_535;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final Set<String> WITHOUT_TLS = Set.of("disable", "allow", "prefer");
  private static final Set<String> WITH_TLS = Set.of("require", "verify-ca", "verify-full", "verifyca", "verifyfull");
  private static final String KINDS = "is of no known kind: give postgresql://user:password@host/database,"
      + " Host=...;Database=...;Username=...;Password=..., mongodb://... or mongodb+srv://...";

  /** {@code Host=h;Port=1} of .NET and {@code host=h port=1} of libpq, values perhaps in quotes. */
  private static final Pattern PAIR = Pattern
      .compile("\\s*([A-Za-z][A-Za-z_ ]*?)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|\"[^\"]*\"|[^;\\s]*)\\s*(?:;|\\s|$)");
  private static final Map<String, String> NAMES = Map.of("server", "host", "dbname", "database", "username", "user",
      "userid", "user", "uid", "user", "pwd", "password");

  private ConnectionString() {}

  static StoreSettings read(Secret secret, String mongoDatabase, String mongoCollection) throws Fault {
    String text = secret.value().strip();
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("mongodb://") || lower.startsWith("mongodb+srv://")) {
      return mongo(text, mongoDatabase, mongoCollection);
    } else if (lower.startsWith("postgres://") || lower.startsWith("postgresql://")) {
      return postgres(address(text));
    } else if (lower.startsWith("jdbc:")) {
      throw new Fault("is a JDBC address: leave out its 'jdbc:' and put user and password before the host");
    } else if (lower.matches("(?s)\\s*(host|server)\\s*=.*")) {
      return postgres(pairs(text));
    }
    throw new Fault(KINDS);
  }

  private static StoreSettings mongo(String text, String database, String collection) throws Fault {
    boolean srv = text.toLowerCase(Locale.ROOT).startsWith("mongodb+srv://");
    String rest = text.substring(text.indexOf("://") + 3);
    String hosts = rest.split("[/?]", 2)[0];
    hosts = hosts.substring(hosts.lastIndexOf('@') + 1);
    if (hosts.isBlank()) {
      throw new Fault("names no MongoDB server");
    }
    boolean tls = srv ? !rest.matches("(?is).*[?&](tls|ssl)=false.*") : rest.matches("(?is).*[?&](tls|ssl)=true.*");
    if (!tls && !List.of(hosts.split(",")).stream().allMatch(ConnectionString::isLoopback)) {
      throw new Fault("would send everything in clear to another machine: add tls=true");
    }
    return new StoreSettings.Mongo(new Secret(text), database, collection);
  }

  private static boolean isLoopback(String hostAndPort) {
    return LOOPBACK.contains(hostAndPort.replaceAll(":\\d+$", ""));
  }

  private static Map<String, String> address(String text) throws Fault {
    try {
      URI uri = new URI(text);
      if (uri.getHost() == null) {
        throw new Fault("cannot be read as an address: a sign in the password may need percent-encoding");
      }
      var found = new HashMap<String, String>();
      query(uri).forEach((name, value) -> found.put(name(name), value));
      found.put("host", uri.getHost());
      if (uri.getPort() > 0) {
        found.put("port", Integer.toString(uri.getPort()));
      }
      found.put("database", uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", ""));
      String[] who = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
      found.put("user", decoded(who[0]));
      if (who.length > 1) {
        found.put("password", decoded(who[1]));
      }
      return found;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new Fault("cannot be read as an address: a sign in the password may need percent-encoding");
    }
  }

  private static Map<String, String> query(URI uri) {
    var found = new HashMap<String, String>();
    for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        found.put(decoded(parts[0]), decoded(parts[1]));
      }
    }
    return found;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Map<String, String> pairs(String text) throws Fault {
    var found = new HashMap<String, String>();
    var pair = PAIR.matcher(text);
    int read = 0;
    while (read < text.length() && pair.find(read) && pair.start() == read) {
      String value = pair.group(2);
      boolean quoted = value.length() > 1 && "'\"".indexOf(value.charAt(0)) >= 0;
      found.put(name(pair.group(1)), quoted
          ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
          : value);
      read = pair.end();
    }
    if (read < text.length()) {
      throw new Fault("cannot be read after its first " + found.size() + " parts");
    }
    return found;
  }

  private static String name(String typed) {
    String name = typed.toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
    return NAMES.getOrDefault(name, name);
  }

  private static StoreSettings postgres(Map<String, String> found) throws Fault {
    String host = required(found, "host");
    String port = found.getOrDefault("port", Integer.toString(POSTGRES_PORT));
    if (!isPort(port)) {
      throw new Fault("has a port that is no number from 1 to 65535");
    }
    String mode = found.getOrDefault("sslmode", "").toLowerCase(Locale.ROOT);
    boolean local = LOOPBACK.contains(host);
    if (!mode.isEmpty() && !WITH_TLS.contains(mode) && !WITHOUT_TLS.contains(mode)) {
      throw new Fault("has an unknown sslmode");
    }
    if (WITHOUT_TLS.contains(mode) && !local) {
      throw new Fault("would let everything go in clear to another machine: sslmode must be require or stricter");
    }
    return new StoreSettings.Postgres(host, Integer.parseInt(port), required(found, "database"),
        required(found, "user"), new Login.Password(new Secret(found.getOrDefault("password", ""))),
        !local || WITH_TLS.contains(mode));
  }

  static boolean isPort(String text) {
    return text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= MOST_PORT;
  }

  static boolean isThisMachine(String host) {
    return LOOPBACK.contains(host);
  }

  private static String required(Map<String, String> found, String name) throws Fault {
    String value = found.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new Fault("names no " + name);
    }
    return value;
  }
}
