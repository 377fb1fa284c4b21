package sandbox.arm.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** JSON that a client does not expect, made from an answer that it does. Text that is no object stays as it is. */
public final class OddBody {
  private OddBody() {}

  /** The names stay; text becomes a list, a number or truth value becomes text, null an object, a list an object. */
  public static String otherTypes(String body) {
    return body.startsWith("{") ? retyped(new JsonObject(body)).encode() : body;
  }

  /** Adds a text, a list, an object and a null to every object. */
  public static String unknownMembers(String body) {
    return body.startsWith("{") ? extended(new JsonObject(body)).encode() : body;
  }

  private static JsonObject retyped(JsonObject object) {
    var other = new JsonObject();
    object.fieldNames().forEach(name -> other.put(name, retyped(object.getValue(name))));
    return other;
  }

  private static Object retyped(@Nullable Object value) {
    return switch (value) {
      case null -> new JsonObject().put("was", "null");
      case JsonObject object -> retyped(object);
      case JsonArray list -> new JsonObject().put("items", list);
      case String text -> new JsonArray().add(text);
      case Object other -> other.toString();
    };
  }

  private static JsonObject extended(JsonObject object) {
    var other = new JsonObject();
    object.fieldNames().forEach(name -> other.put(name, extended(object.getValue(name))));
    return other.put("zzFuture", "text").put("zzList", new JsonArray().add(1).addNull())
        .put("zzObject", new JsonObject().put("deep", new JsonObject().put("er", true))).putNull("zzNull");
  }

  private static @Nullable Object extended(@Nullable Object value) {
    return switch (value) {
      case JsonObject object -> extended(object);
      case JsonArray list -> {
        var longer = new JsonArray();
        list.forEach(each -> longer.add(extended(each)));
        yield longer;
      }
      case null -> null;
      case Object other -> other;
    };
  }
}
