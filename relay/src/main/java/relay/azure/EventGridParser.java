package relay.azure;

import com.azure.core.models.CloudEvent;
import com.azure.core.util.BinaryData;
import com.azure.messaging.eventgrid.EventGridEvent;
import com.azure.messaging.eventgrid.SystemEventNames;
import com.azure.messaging.eventgrid.systemevents.ContainerRegistryEventConnectedRegistry;
import com.azure.messaging.eventgrid.systemevents.ContainerRegistryEventData;
import com.azure.messaging.eventgrid.systemevents.ContainerRegistryEventRequest;
import com.azure.messaging.eventgrid.systemevents.ContainerRegistryEventTarget;
import com.azure.messaging.eventgrid.systemevents.ContainerRegistryImageDeletedEventData;
import com.azure.messaging.eventgrid.systemevents.ContainerRegistryImagePushedEventData;
import com.azure.messaging.eventgrid.systemevents.SubscriptionValidationEventData;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import relay.intake.EventTarget;
import relay.intake.SkipReason;
import relay.intake.eventgrid.EventGridReader;
import relay.intake.eventgrid.GridEvent;
import relay.intake.eventgrid.GridEvent.Happened;

/** Reads events with Azure's own classes, which throw whatever they like at what they do not like. */
@SuppressWarnings("deprecation") // the same classes also exist in an artifact of their own, which would bring nothing else
public final class EventGridParser implements EventGridReader {
  private static final Pattern CODE = Pattern.compile("[\\x20-\\x7e]{1,512}");

  @Override
  public GridEvent read(String event, Schema schema, String type) throws UnreadableException {
    try {
      return read(data(event, schema), type);
    } catch (RuntimeException e) { // the library's message quotes the event
      throw new UnreadableException(new SkipReason.OtherData());
    }
  }

  private static BinaryData data(String event, Schema schema) throws UnreadableException {
    List<BinaryData> data = switch (schema) {
      case EVENT_GRID -> EventGridEvent.fromString(event).stream().map(EventGridEvent::getData).toList();
      case CLOUD_EVENTS -> CloudEvent.fromString(event).stream().map(CloudEvent::getData).toList();
    };
    if (data.size() != 1) {
      throw new UnreadableException(new SkipReason.OtherSchema());
    }
    return data.getFirst();
  }

  private static GridEvent read(BinaryData data, String type) throws UnreadableException {
    return switch (type) {
      case SystemEventNames.CONTAINER_REGISTRY_IMAGE_PUSHED ->
        image(Happened.PUSHED, data.toObject(ContainerRegistryImagePushedEventData.class));
      case SystemEventNames.CONTAINER_REGISTRY_IMAGE_DELETED ->
        image(Happened.DELETED, data.toObject(ContainerRegistryImageDeletedEventData.class));
      case SystemEventNames.CONTAINER_REGISTRY_CHART_PUSHED, SystemEventNames.CONTAINER_REGISTRY_CHART_DELETED ->
        new GridEvent.Chart();
      case SystemEventNames.EVENT_GRID_SUBSCRIPTION_VALIDATION ->
        validation(data.toObject(SubscriptionValidationEventData.class));
      case SystemEventNames.EVENT_GRID_SUBSCRIPTION_DELETED -> new GridEvent.Unsubscribed();
      default -> throw new UnreadableException(new SkipReason.UnknownType());
    };
  }

  private static GridEvent image(Happened happened, ContainerRegistryEventData data) {
    Optional<ContainerRegistryEventTarget> target = Optional.ofNullable(data.getTarget());
    var named = new EventTarget(
        Optional.ofNullable(data.getRequest()).map(ContainerRegistryEventRequest::getHost),
        target.map(ContainerRegistryEventTarget::getRepository), target.map(ContainerRegistryEventTarget::getDigest),
        target.map(ContainerRegistryEventTarget::getTag),
        target.map(ContainerRegistryEventTarget::getMediaType).orElse(""), List.of(),
        Optional.ofNullable(data.getTimestamp()).map(OffsetDateTime::toInstant));
    return new GridEvent.Image(happened, named,
        Optional.ofNullable(data.getConnectedRegistry()).map(ContainerRegistryEventConnectedRegistry::getName));
  }

  private static GridEvent validation(SubscriptionValidationEventData data) throws UnreadableException {
    String code = data.getValidationCode();
    if (code == null || !CODE.matcher(code).matches()) {
      throw new UnreadableException(new SkipReason.OtherData());
    }
    return new GridEvent.Validation(code);
  }
}
