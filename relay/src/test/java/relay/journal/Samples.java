package relay.journal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.app.Actor;
import relay.app.AppName;
import relay.app.ConfiguredImage;
import relay.health.Evidence;
import relay.health.Expectation;
import relay.health.Grade;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.intake.Delivery;
import relay.push.Push;
import relay.rollout.Cause;
import relay.rollout.Change;
import relay.rollout.DesiredImage;
import relay.rollout.Refusal;
import relay.rollout.RolloutRequest;
import relay.rollout.RolloutState;
import relay.rollout.record.Announcement;

/** Values for tests, made from the types themselves: a new state or component is in them without being told of. */
public final class Samples {
  static final AppName SHOP = new AppName("shop");
  static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789012Z");
  static final ImageReference IMAGE = new ImageReference("shop.azurecr.io", "team/reviews", "1.4");

  private Samples() {}

  static Digest digest(String content) {
    return Digest.of(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  public static PinnedImage pinned(String content) {
    return IMAGE.at(digest(content));
  }

  static RolloutRequest request(AppName app, Cause cause) {
    return RolloutRequest.of(app, new DesiredImage.ByTag(IMAGE, Optional.of(digest("v1"))), cause);
  }

  static RolloutRequest request() {
    return request(SHOP, new Cause.Pushed(7, "1.4"));
  }

  static final Actor ANN = new Actor.Person("ann");

  /** A change of the shop's app to that image. */
  static Change change(PinnedImage target) {
    return new Change(target, ConfiguredImage.of(pinned("before")), Optional.empty(), Expectation.NOTHING,
        Expectation.NOTHING, true, Set.of(), Optional.of("1.4"), Optional.empty(), Optional.empty());
  }

  public static RolloutState.Healthy healthy(PinnedImage image) {
    return new RolloutState.Healthy(change(image), new Evidence(Grade.SETTLED, new Evidence.Basis.Answers(3)));
  }

  static RolloutState.Refused refused() {
    return new RolloutState.Refused(new Refusal.AppStopped(), Optional.empty());
  }

  public static Announcement announcement(String found) {
    return new Announcement(SHOP, TIME, new Announcement.Subject.DriftFound(ConfiguredImage.of(pinned("a")),
        new ConfiguredImage(found)));
  }

  public static Delivery delivery(String event) {
    return delivery(event, new Push("main", IMAGE, Optional.of(digest(event)), TIME));
  }

  public static Delivery delivery(String event, Push... pushes) {
    return new Delivery("acr", "main", TIME, Optional.of(event), "push", "{\"id\":\"" + event + "\"}",
        List.of(pushes), List.of(), List.of(), List.of());
  }

  /** Some state of that type. */
  static <S extends RolloutState> S state(Class<S> type) {
    return type.cast(every(type).getFirst());
  }

  /** Every final type below a sealed one. */
  static List<Class<?>> leaves(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type);
    }
    return Arrays.stream(type.getPermittedSubclasses()).flatMap(below -> leaves(below).stream()).distinct().toList();
  }

  /** Values of a type: for records each component in all its variants, one at a time. */
  public static List<?> every(Type type) {
    if (type instanceof ParameterizedType generic) {
      return everyGeneric((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return List.of(plain.getEnumConstants());
    }
    if (plain.isSealed()) {
      return leaves(plain).stream().flatMap(leaf -> every(leaf).stream()).toList();
    }
    return known(plain).orElseGet(() -> everyRecord(plain));
  }

  private static Optional<List<?>> known(Class<?> type) {
    return Optional.ofNullable(switch (type.getName()) {
      case "java.lang.String" -> List.of("one", "ö \"two\"\nthree");
      case "java.time.Instant" -> List.of(TIME, Instant.parse("2030-01-01T00:00:00Z"));
      case "int", "java.lang.Integer" -> List.of(3);
      case "java.time.Duration" -> List.of(java.time.Duration.ofMinutes(3));
      case "java.lang.Long" -> List.of(9_007_199_254_740_993L);
      case "long" -> List.of(9_007_199_254_740_993L);
      case "boolean" -> List.of(true, false);
      case "relay.image.Digest" -> List.of(digest("a"));
      case "relay.app.AppName" -> List.of(SHOP);
      case "relay.app.ConfiguredImage" ->
        List.of(ConfiguredImage.of(pinned("a")), new ConfiguredImage("DOCKER|Host.example/Placeholder:latest"));
      default -> null;
    });
  }

  private static List<?> everyGeneric(Class<?> raw, Type[] of) {
    if (raw == Optional.class) {
      List<Object> all = new ArrayList<>();
      every(of[0]).forEach(value -> all.add(Optional.of(value)));
      all.add(Optional.empty());
      return all;
    }
    if (raw == Set.class) {
      return List.of(Set.copyOf(every(of[0])), Set.of());
    }
    if (raw == List.class) {
      return List.of(List.copyOf(every(of[0])), List.of());
    }
    if (raw == Map.class) {
      return List.of(Map.of(every(of[0]).getFirst(), every(of[1]).getFirst()), Map.of());
    }
    throw new AssertionError("tell Samples how to make a " + raw);
  }

  private static List<?> everyRecord(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new AssertionError("tell Samples how to make a " + type);
    }
    List<List<?>> variants = new ArrayList<>();
    for (RecordComponent component : components) {
      variants.add(every(component.getGenericType()));
    }
    Object[] first = variants.stream().map(List::getFirst).toArray();
    List<Object> all = new ArrayList<>(List.of(make(type, components, first)));
    for (int i = 0; i < components.length; i++) {
      for (Object variant : variants.get(i).subList(1, variants.get(i).size())) {
        Object[] values = first.clone();
        values[i] = variant;
        all.add(make(type, components, values));
      }
    }
    return all;
  }

  private static Object make(Class<?> type, RecordComponent[] components, Object[] values) {
    try {
      var constructor = type.getDeclaredConstructor(
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make a " + type, e);
    }
  }
}
