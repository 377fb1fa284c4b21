package relay.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.image.Repository;
import relay.intake.AcrDoorSettings;
import relay.intake.SenderCheck;
import relay.registry.RegistrySettings;
import relay.registry.RegistrySettings.Access;
import relay.rollout.AppName;
import relay.secret.Secret;

/** Reads one of {@code registries}, with its door. */
final class RegistryReader {
  /** Where ACR keeps its blobs, without and with dedicated data endpoints. */
  private static final Set<String> ACR_BLOBS = Set.of(".blob.core.windows.net", ".data.azurecr.io");
  private static final Form<String> REGISTRY = text -> {
    boolean port = text.indexOf(':') < 0 || text.matches("[^:]+" + Forms.AND_PORT);
    if (!port || Repository.parse(text + "/any").isEmpty()) {
      throw new Unfit("is not a registry's host", "write its login server in lower case: shop.azurecr.io");
    }
    return text;
  };
  private static final Form<String> BLOB_HOST = Forms.matching(
      "\\.[a-z0-9-]+(\\.[a-z0-9-]+)+|[a-z0-9][a-z0-9.-]*" + Forms.AND_PORT, "is neither a host suffix nor host:port",
      "write .blob.core.windows.net or 127.0.0.1:5001");
  private static final Form<String> HEADER = Forms.matching("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}",
      "is not a header's name", "write letters, digits and hyphens");
  private static final Form<String> USER = Forms.matching("[\\x21-\\x7e&&[^:]]{1,100}", "is not a user name",
      "write ASCII characters without a colon or a blank");

  private RegistryReader() {}

  static RegistryConfig read(String name, Section registry) {
    if (!AppName.isName(name)) {
      registry.fault("is not a name for a registry", "use lower-case letters, digits and inner hyphens, at most 60");
    }
    String host = registry.required("host", REGISTRY, "");
    boolean plainHttp = registry.or("plainHttp", Forms.FLAG, false);
    if (plainHttp && !host.isEmpty() && !Forms.isLoopback(host)) {
      registry.fault("plainHttp", "is true for " + Section.printable(host) + ", which is not this machine",
          "leave it out: plain HTTP is only for a loopback host");
    }
    Set<String> blobs = registry.has("blobHosts") ? new HashSet<>(registry.values("blobHosts", BLOB_HOST)) : ACR_BLOBS;
    var settings = new RegistrySettings(name, host, registry.or("access", Forms.word(Access.class), Access.IDENTITY),
        plainHttp, blobs,
        registry.or("deadline", Forms.length(Duration.ofMillis(10), Duration.ofMinutes(5)), Duration.ofSeconds(10)),
        registry.or("tries", Forms.whole(1, 20), 3),
        registry.or("pause", Forms.length(Duration.ofMillis(1), Duration.ofMinutes(1)), Duration.ofMillis(500)));
    return new RegistryConfig(settings, registry.optionalSection("webhook").flatMap(hook -> door(name, host, hook)));
  }
  private static Optional<AcrDoorSettings> door(String name, String host, Section webhook) {
    int before = webhook.faultsSoFar();
    List<SenderCheck> senders = new ArrayList<>();
    for (Section secret : webhook.list("secrets")) {
      sender(secret).ifPresent(senders::add);
    }
    if (senders.isEmpty() && webhook.faultsSoFar() == before) {
      webhook.fault("secrets", "holds no secret, and a door without one is not opened",
          "write secrets: [{bearer: ${RELAY_HOOK_SECRET}}]");
    }
    return senders.isEmpty() ? Optional.empty() : Optional.of(new AcrDoorSettings(name, host, senders));
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
    if (found.size() != 1) {
      secret.fault("holds " + found.size() + " ways to prove a sender",
          "write exactly one of bearer, basic or header in each item");
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
