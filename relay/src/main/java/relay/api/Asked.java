package relay.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.app.AppName;
import relay.http.Problem;
import relay.http.ProblemException;
import relay.http.RequestBody;
import relay.rollout.RolloutId;

/** What a request asks, read strictly: an unknown or mistyped member is named, since a guess could move a live app. */
final class Asked {
  private static final Duration BODY_DEADLINE = Duration.ofSeconds(10);
  private static final int LONGEST_REASON = 500;
  private static final int MOST_ROWS = 200;
  private static final int USUAL_ROWS = 50;

  private static final ObjectMapper JSON = JsonMapper
      .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private final JsonObject body;

  private Asked(JsonObject body) {
    this.body = body;
  }

  /** Reads a body that may have these members and no others. Call it while the route's handler runs. */
  static Future<Asked> of(RoutingContext ctx, Set<String> members) {
    RequestBody.requireJson(ctx.request());
    return RequestBody.read(ctx, RequestBody.SMALL_BYTES, BODY_DEADLINE).map(buffer -> {
      JsonObject body = object(buffer);
      body.fieldNames().stream().filter(name -> !members.contains(name)).findFirst().ifPresent(name -> {
        throw malformed("there is no member " + shown(name) + "; known are "
            + String.join(", ", members.stream().sorted().toList()));
      });
      return new Asked(body);
    });
  }

  private static JsonObject object(Buffer buffer) {
    try {
      return new JsonObject(JSON.readValue(buffer.getBytes(), MEMBERS));
    } catch (MismatchedInputException e) {
      throw new ProblemException(new Problem.Malformed("not-an-object", "the body must be a JSON object"));
    } catch (IOException e) {
      throw new ProblemException(
          new Problem.Malformed("not-json", "the body is not JSON, or has a member twice"));
    }
  }

  private static String shown(String name) {
    return name.matches("[A-Za-z0-9_-]{1,40}") ? name : "of that name";
  }

  Optional<String> text(String member) {
    Object value = body.getValue(member);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(text);
    }
    throw malformed(member + " must be text, between quotes");
  }

  boolean flag(String member) {
    Object value = body.getValue(member);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw malformed(member + " must be true or false");
  }

  /** The reason, which stands in the record for ever. */
  String reason() {
    return optionalReason().orElseThrow(() -> malformed("reason is missing"));
  }

  /** As {@link #reason}; {@code otherwise} stands in where none was given. */
  String reasonOr(String otherwise) {
    return optionalReason().orElse(otherwise);
  }

  private Optional<String> optionalReason() {
    Optional<String> reason = text("reason").map(String::strip);
    reason.ifPresent(text -> {
      if (text.isEmpty() || text.length() > LONGEST_REASON || text.chars().anyMatch(Character::isISOControl)) {
        throw malformed("reason must be one line of 1 to " + LONGEST_REASON + " characters");
      }
    });
    return reason;
  }

  /** A whole number; empty when the member is missing or something else. */
  Optional<Long> number(String member) {
    return body.getValue(member) instanceof Number number && (number instanceof Integer || number instanceof Long)
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  boolean has(String member) {
    return body.getValue(member) != null;
  }

  /** The id in the path; throws a 404 when it can be none. */
  static RolloutId pathRollout(RoutingContext ctx) {
    return Optional.ofNullable(ctx.pathParam("id")).flatMap(Asked::rolloutId)
        .orElseThrow(
            () -> new ProblemException(new Problem.NotFound("there is no such rollout: it is named by its number")));
  }

  private static Optional<RolloutId> rolloutId(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(new RolloutId(Long.parseLong(text))) : Optional.empty();
  }

  static int limit(RoutingContext ctx) {
    String text = Optional.ofNullable(ctx.request().getParam("limit")).orElse("" + USUAL_ROWS);
    int limit = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST_ROWS) {
      throw malformed("limit must be a number from 1 to " + MOST_ROWS);
    }
    return limit;
  }

  static Optional<AppName> queriedApp(RoutingContext ctx) {
    return Optional.ofNullable(ctx.request().getParam("app")).map(name -> {
      if (!AppName.isName(name)) {
        throw malformed("app must be an app's name");
      }
      return new AppName(name);
    });
  }

  /** A misspelled filter would show everything, and of two values only one could count. */
  static void onlyQuery(RoutingContext ctx, Set<String> known) {
    ctx.queryParams().names().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
      throw malformed("there is no parameter " + shown(name));
    });
    known.stream().filter(name -> ctx.queryParam(name).size() > 1).findFirst().ifPresent(name -> {
      throw malformed("the parameter " + name + " was sent more than once");
    });
  }

  static ProblemException malformed(String detail) {
    return new ProblemException(new Problem.Malformed(detail));
  }
}
