package relay.config;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.intake.ReceiverSettings;
import relay.intake.SourceRegistry;
import relay.intake.eventgrid.EventGridSettings;
import relay.intake.sender.SenderRules;

/** Reads the receivers of one registry. */
final class ReceiverReader {
  private static final Form<String> TOPIC = Forms.matching(
      "(?i)/subscriptions/" + AzureReader.GUID + "/resourceGroups/[^/\\s]{1,90}/providers/"
          + "Microsoft\\.ContainerRegistry/registries/[a-z0-9]{1,50}",
      "is not the resource id of a registry", "copy it from: az acr show -n NAME --query id");
  private static final Form<String> SUBSCRIPTION = Forms.matching("[A-Za-z0-9-]{1,64}",
      "is not the name of an event subscription", "write its name alone, letters, digits and hyphens");
  private static final Form<String> ORIGIN = Forms.matching("[A-Za-z0-9.-]{1,253}", "is not the name of a host",
      "write eventgrid.azure.net");
  private static final Form<String> HOST = Forms.matching("[a-z0-9][a-z0-9.-]{0,252}(" + Forms.AND_PORT + ")?",
      "is not a registry's host", "write a name in lower case, with its port if it is not the scheme's");

  private final String registry;
  private final String host;
  private final URI authority;

  ReceiverReader(String registry, String host, URI authority) {
    this.registry = registry;
    this.host = host;
    this.authority = authority;
  }

  Optional<ReceiverSettings> acr(Section webhook) {
    return SenderReader.secrets(webhook)
        .map(secrets -> new ReceiverSettings(new SourceRegistry(registry, host), SenderRules.anyOf(secrets)));
  }

  Optional<ReceiverSettings> distribution(Section section) {
    List<String> hosts = section.values("hosts", HOST);
    return SenderReader.secrets(section)
        .map(secrets -> new ReceiverSettings(new SourceRegistry(registry, host, hosts), SenderRules.anyOf(secrets)));
  }

  Optional<EventGridSettings> eventGrid(Section section) {
    Set<String> topics = named(section, "topics", TOPIC, "write the resource id of the registry");
    Set<String> subscriptions = named(section, "subscriptions", SUBSCRIPTION, "write the event subscription's name");
    List<String> origins = section.has("origins") ? section.values("origins", ORIGIN) : EventGridSettings.ORIGINS;
    boolean secretOnValidation = section.or("secretOnValidation", Forms.FLAG, true);
    Optional<SenderRules> senders = SenderReader.rules(section, authority);
    return senders.isEmpty() || topics.isEmpty() || subscriptions.isEmpty()
        ? Optional.empty()
        : Optional
            .of(new EventGridSettings(new SourceRegistry(registry, host), senders.get(), topics, subscriptions, origins,
                secretOnValidation));
  }

  private static Set<String> named(Section section, String key, Form<String> form, String remedy) {
    int before = section.faultsSoFar();
    Set<String> values = new HashSet<>(section.values(key, form));
    if (values.isEmpty() && section.faultsSoFar() == before) {
      section.fault(key, "names none, and nothing else would be let in", remedy);
    }
    return values;
  }
}
