package sandbox.registry;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sandbox.registry.protocol.Bodies;
import sandbox.registry.protocol.OciErrorException;

/** {@code /oauth2/exchange} and {@code /oauth2/token}, as in Azure/acr, docs/AAD-OAuth.md. */
final class TokenRoutes {
  private final Access access;
  private final Supplier<String> host;

  TokenRoutes(Access access, Supplier<String> host) {
    this.access = access;
    this.host = host;
  }

  void exchange(HttpServerRequest request, Buffer body) {
    Map<String, List<String>> form = form(request, body);
    require(form, "grant_type", "access_token");
    require(form, "service", host.get());
    String refreshToken = access.exchange(one(form, "access_token"));
    json(request, new JsonObject().put("refresh_token", refreshToken));
  }

  void token(HttpServerRequest request, Buffer body) {
    Map<String, List<String>> form = form(request, body);
    require(form, "service", host.get());
    List<Scope> scopes = Scope.parse(form.getOrDefault("scope", List.of()));
    String token = switch (one(form, "grant_type")) {
      case "refresh_token" -> access.accessToken(one(form, "refresh_token"), scopes);
      case "password" -> access.accessTokenFor(basic(one(form, "username"), one(form, "password")), scopes);
      default -> throw unsupported("grant_type is not supported");
    };
    json(request, new JsonObject().put("access_token", token));
  }

  /** The docker way: a GET with Basic credentials or none; repeated scopes stand in the query. */
  void dockerToken(HttpServerRequest request) {
    List<Scope> scopes = Scope.parse(request.params().getAll("scope"));
    json(request, new JsonObject().put("access_token",
        access.accessTokenFor(request.getHeader("Authorization"), scopes)));
  }

  private static Map<String, List<String>> form(HttpServerRequest request, Buffer body) {
    String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw new OciErrorException(415, "UNSUPPORTED", "the body must be a form");
    }
    try {
      return new QueryStringDecoder(body.toString(), false).parameters();
    } catch (IllegalArgumentException e) {
      throw unsupported("the form cannot be read");
    }
  }

  private static String one(Map<String, List<String>> form, String name) {
    return form.getOrDefault(name, List.of()).stream().findFirst()
        .orElseThrow(() -> unsupported(name + " is missing"));
  }

  private static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static void require(Map<String, List<String>> form, String name, String value) {
    if (!one(form, name).equals(value)) {
      throw unsupported(name + " is not what is expected here");
    }
  }

  private static OciErrorException unsupported(String why) { return new OciErrorException(400, "UNSUPPORTED", why); }

  private static void json(HttpServerRequest request, JsonObject body) {
    request.response().putHeader("Content-Type", "application/json; charset=utf-8");
    Bodies.send(request, 200, body.toBuffer());
  }
}
