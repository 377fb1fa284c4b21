package relay.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.api.ApiAccess;
import relay.api.ApiToken;
import relay.api.ApiToken.Role;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;

/** Reads {@code api}. */
public final class ApiReader {
  private static final Form<String> NAME = Forms.parsed(
      text -> isHolder(text) ? Optional.of(text) : Optional.empty(), "is not a holder's name",
      "use letters, digits and . _ @ -, at most 60");
  private static final Form<String> HASH = Forms
      .matching("[0-9a-f]{64}", "is not a SHA-256 in 64 lower-case hex digits",
          "make a token and its hash: relay token new")
      .kept(); // somebody may have put the token itself here

  private ApiReader() {}

  /** Whether {@code text} can name the holder of a token. */
  public static boolean isHolder(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,59}");
  }

  static ApiAccess read(Section api) {
    List<ApiToken> tokens = tokens(api);
    boolean local = api.or("local", Forms.FLAG, false);
    if (local && !tokens.isEmpty()) {
      api.fault("local", "is true, and there are tokens, without which nobody is served", "leave one of them out");
      return new ApiAccess(tokens, false);
    }
    return new ApiAccess(tokens, local);
  }

  private static List<ApiToken> tokens(Section api) {
    List<ApiToken> tokens = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (Section token : api.list("tokens")) {
      int before = token.faultsSoFar();
      var read = new ApiToken(token.required("name", NAME, ""), role(token), token.required("sha256", HASH, ""));
      if (token.faultsSoFar() == before) {
        unique(token, "name", !names.add(read.name()));
        unique(token, "sha256", !hashes.add(read.sha256()));
        tokens.add(read);
      }
    }
    return tokens;
  }

  private static Role role(Section token) {
    if (!token.has("role")) {
      token.fault("role", "is missing", "write viewer, operator or admin");
    }
    return token.or("role", Forms.word(Role.class), Role.VIEWER);
  }

  private static void unique(Section token, String key, boolean taken) {
    if (taken) {
      token.fault(key, "is that of another token too", "give each holder one of their own, for the audit");
    }
  }
}
