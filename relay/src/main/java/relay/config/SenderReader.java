package relay.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.intake.sender.EntraSettings;
import relay.intake.sender.SenderCheck;
import relay.intake.sender.SenderRules;
import relay.secret.Secret;

/** Reads how senders prove themselves at a receiver. */
final class SenderReader {
  private static final Form<String> HEADER = Forms.matching("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}",
      "is not a header's name", "write letters, digits and hyphens");
  private static final Form<String> USER = Forms.matching("[\\x21-\\x7e&&[^:]]{1,100}", "is not a user name",
      "write ASCII characters without a colon or a blank");
  private static final Form<String> PARAMETER = Forms.matching("[A-Za-z0-9_.~-]{1,100}",
      "is not the name of a query parameter", "write letters and digits: code");
  private static final Form<String> GUID = text -> Forms.matching(AzureReader.GUID,
      "is not an id of the form 8-4-4-4-12 hex digits", "copy it from the portal or from az").of(text)
      .toLowerCase(Locale.ROOT);
  private static final Form<String> AUDIENCE = text -> {
    if (text.matches(AzureReader.GUID)) {
      return text.toLowerCase(Locale.ROOT);
    }
    return Forms.matching("[a-z][a-z0-9+.-]{0,20}:[\\x21-\\x7e]{1,250}", "is neither an application's id nor its URI",
        "write its id, or api://... as the registration says").of(text);
  };
  private static final Form<String> CALLER = text -> switch (text) {
    case "public" -> EntraSettings.EVENT_GRID;
    case "us-government" -> EntraSettings.EVENT_GRID_US_GOVERNMENT;
    default -> GUID.of(text);
  };
  private static final Form<String> ROLE = Forms.matching("[\\x21-\\x7e]{1,120}", "is not the value of an app role",
      "write AzureEventGridSecureWebhookSubscriber");
  private static final Form<String> ISSUER = Forms.matching("https://[\\x21-\\x7e&&[^\"]]{1,250}",
      "is not a token's issuer", "write it to the letter: https://sts.windows.net/TENANT/");
  private static final Form<String> KEY_HOST = Forms.matching("[a-z0-9][a-z0-9.-]{0,252}(" + Forms.AND_PORT + ")?",
      "is not a host", "write its name in lower case, with the port if it is not 443");

  private SenderReader() {}

  /** The secrets of a receiver that takes nothing else; empty, with a fault, when there is none. */
  static Optional<List<SenderCheck>> secrets(Section receiver) {
    int before = receiver.faultsSoFar();
    List<SenderCheck> secrets = list(receiver);
    if (secrets.isEmpty() && receiver.faultsSoFar() == before) {
      receiver.fault("secrets", "holds no secret, and a receiver without one is not opened",
          "write secrets: [{bearer: ${RELAY_HOOK_SECRET}}]");
    }
    return secrets.isEmpty() ? Optional.empty() : Optional.of(secrets);
  }

  /** Secrets, tokens of Entra ID or both; empty, with a fault, when there is neither. */
  static Optional<SenderRules> rules(Section receiver, URI authority) {
    int before = receiver.faultsSoFar();
    List<SenderCheck> secrets = list(receiver);
    Optional<EntraSettings> entra = receiver.optionalSection("entra").flatMap(section -> entra(section, authority));
    if (receiver.faultsSoFar() != before) {
      return Optional.empty();
    }
    if (secrets.isEmpty() && entra.isEmpty()) {
      receiver.fault("has neither entra nor secrets, and a receiver without a check is not opened",
          "write entra: {tenant: ..., audiences: [...]}, or secrets, or both, which then must both hold");
      return Optional.empty();
    }
    if (entra.isPresent() && !secrets.isEmpty() && secrets.stream()
        .allMatch(secret -> secret instanceof SenderCheck.Bearer || secret instanceof SenderCheck.Basic)) {
      receiver.fault("secrets", "would come in Authorization, where the token of Entra ID comes",
          "use header or query beside entra");
      return Optional.empty();
    }
    return Optional.of(new SenderRules(secrets, entra));
  }

  private static List<SenderCheck> list(Section receiver) {
    List<SenderCheck> senders = new ArrayList<>();
    for (Section secret : receiver.list("secrets")) {
      sender(secret).ifPresent(senders::add);
    }
    return senders;
  }

  private static Optional<EntraSettings> entra(Section section, URI standard) {
    int before = section.faultsSoFar();
    String tenant = section.required("tenant", GUID, "");
    Set<String> audiences = new HashSet<>(section.values("audiences", AUDIENCE));
    if (audiences.isEmpty() && section.faultsSoFar() == before) {
      section.fault("audiences", "names none",
          "write the id, or the URI, of the application that stands for the receiver");
    }
    URI authority = section.or("authority", Forms.url(false, true), standard);
    Set<String> callers = section.has("callers")
        ? new HashSet<>(section.values("callers", CALLER))
        : Set.of(EntraSettings.EVENT_GRID);
    Optional<String> role = section.optional("role", ROLE);
    Set<String> issuers = section.has("issuers")
        ? new HashSet<>(section.values("issuers", ISSUER))
        : EntraSettings.issuersOf(authority, tenant);
    Set<String> keyHosts = new HashSet<>(section.values("keyHosts", KEY_HOST));
    Duration skew = section.or("skew", Forms.length(Duration.ZERO, EntraSettings.MAX_SKEW), EntraSettings.MAX_SKEW);
    if (section.faultsSoFar() == before && (callers.isEmpty() || issuers.isEmpty())) {
      section.fault(callers.isEmpty() ? "callers" : "issuers", "names none", "leave it out for the usual");
    }
    return section.faultsSoFar() == before
        ? Optional.of(new EntraSettings(authority, tenant, audiences, callers, role, issuers, keyHosts, skew))
        : Optional.empty();
  }

  private static Optional<SenderCheck> sender(Section secret) {
    Form<Secret> form = Forms.secret(Forms.SHORTEST_SECRET);
    List<Optional<? extends SenderCheck>> found = new ArrayList<>();
    if (secret.has("bearer")) {
      found.add(secret.optional("bearer", form).map(SenderCheck.Bearer::new));
    }
    secret.optionalSection("basic").ifPresent(basic -> {
      String user = basic.required("user", USER, "");
      found.add(need(basic, "password", form).map(password -> new SenderCheck.Basic(user, password)));
    });
    secret.optionalSection("header").ifPresent(header -> {
      String name = header.required("name", HEADER, "");
      found.add(need(header, "value", form).map(value -> new SenderCheck.Header(name, value)));
    });
    secret.optionalSection("query").ifPresent(query -> {
      String name = query.required("name", PARAMETER, "");
      found.add(need(query, "value", form).map(value -> new SenderCheck.Query(name, value)));
    });
    if (found.size() != 1) {
      secret.fault("holds " + found.size() + " ways to prove a sender",
          "write exactly one of bearer, basic, header or query in each item");
      return Optional.empty();
    }
    return found.getFirst().map(check -> check);
  }

  private static Optional<Secret> need(Section section, String key, Form<Secret> form) {
    if (!section.has(key)) {
      section.fault(key, "is missing", "write ${NAME} of the environment variable that holds it");
    }
    return section.optional(key, form);
  }
}
