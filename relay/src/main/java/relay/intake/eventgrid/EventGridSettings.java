package relay.intake.eventgrid;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import relay.intake.SourceRegistry;
import relay.intake.sender.SenderRules;

/**
 * One registry's endpoint for Event Grid.
 *
 * @param topics resource ids of the registries whose events count; never empty
 * @param subscriptions names of the event subscriptions that count; never empty
 * @param origins that may ask for consent to send CloudEvents
 * @param secretOnValidation whether the request that validates a subscription must carry the secret too
 */
public record EventGridSettings(SourceRegistry source, SenderRules senders, Set<String> topics,
    Set<String> subscriptions, List<String> origins, boolean secretOnValidation) {
  public static final List<String> ORIGINS = List.of("eventgrid.azure.net");

  public EventGridSettings {
    topics = lower(topics);
    subscriptions = lower(subscriptions);
    origins = List.copyOf(origins);
    if (topics.isEmpty() || subscriptions.isEmpty()) {
      throw new IllegalArgumentException("topics and subscriptions must be named");
    }
  }

  /** Resource ids arrive in any case. */
  boolean knowsTopic(String topic) {
    return topics.contains(topic.toLowerCase(Locale.ROOT));
  }

  /** Event Grid writes the names of subscriptions in upper case. */
  boolean knowsSubscription(String name) {
    return subscriptions.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Set<String> lower(Set<String> texts) {
    return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }
}
