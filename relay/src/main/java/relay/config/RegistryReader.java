package relay.config;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import relay.app.AppName;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.config.text.UnfitException;
import relay.image.Repository;
import relay.registry.RegistrySettings;
import relay.registry.RegistrySettings.Access;

/** Reads one of {@code registries}, with its receiver. */
final class RegistryReader {
  /** Where ACR keeps its blobs, without and with dedicated data endpoints. */
  private static final Set<String> ACR_BLOBS = Set.of(".blob.core.windows.net", ".data.azurecr.io");
  private static final Form<String> REGISTRY = text -> {
    boolean port = text.indexOf(':') < 0 || text.matches("[^:]+" + Forms.AND_PORT);
    if (!port || Repository.parse(text + "/any").isEmpty()) {
      throw new UnfitException("is not a registry's host", "write its login server in lower case: shop.azurecr.io");
    }
    return text;
  };
  private static final Form<String> BLOB_HOST = Forms.matching(
      "\\.[a-z0-9-]+(\\.[a-z0-9-]+)+|[a-z0-9][a-z0-9.-]*" + Forms.AND_PORT, "is neither a host suffix nor host:port",
      "write .blob.core.windows.net or 127.0.0.1:5001");

  private RegistryReader() {}

  /**
   * The registry, whatever faults it has.
   *
   * @param authority of Entra ID, unless a receiver names another
   * @param reconcile how often it is reconciled, unless it says otherwise
   */
  static RegistryConfig read(String name, Section registry, URI authority, Duration reconcile) {
    if (!AppName.isName(name)) {
      registry.fault("is not a name for a registry", "use lower-case letters, digits and inner hyphens, at most 60");
    }
    String host = registry.required("host", REGISTRY, "");
    boolean plainHttp = registry.or("plainHttp", Forms.FLAG, false);
    if (plainHttp && !host.isEmpty() && !Forms.isLoopback(host)) {
      registry.fault("plainHttp", "is true, and the host is not this machine",
          "leave it out: plain HTTP is only for a loopback host");
    }
    Set<String> blobs = registry.has("blobHosts") ? new HashSet<>(registry.values("blobHosts", BLOB_HOST)) : ACR_BLOBS;
    var settings = new RegistrySettings(name, host, registry.or("access", Forms.word(Access.class), Access.IDENTITY),
        plainHttp, blobs,
        registry.or("deadline", Forms.length(Duration.ofMillis(10), Duration.ofMinutes(5)), Duration.ofSeconds(10)),
        registry.or("tries", Forms.whole(1, 20), 3),
        registry.or("pause", Forms.length(Duration.ofMillis(1), Duration.ofMinutes(1)), Duration.ofMillis(500)));
    var receivers = new ReceiverReader(name, host, authority);
    return new RegistryConfig(settings, registry.optionalSection("webhook").flatMap(receivers::acr),
        registry.optionalSection("eventgrid").flatMap(receivers::eventGrid),
        registry.optionalSection("distribution").flatMap(receivers::distribution),
        ReconcileReader.read(registry.section("reconcile"), reconcile, registry.has("webhook")));
  }
}
