package reviews.fuzz;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request as handlers see it, made of nothing but what a stranger chooses; any other question to it is a fault. */
public record StrangersRequest(MultiMap headers, MultiMap params, MultiMap form) {
  /** One of these headers, and nothing else. */
  public static StrangersRequest withHeader(String name, String value) {
    return new StrangersRequest(MultiMap.caseInsensitiveMultiMap().add(name, value), MultiMap.caseInsensitiveMultiMap(),
        MultiMap.caseInsensitiveMultiMap());
  }

  /** As the handlers get it. */
  public RoutingContext context() {
    return proxy(RoutingContext.class, (_, method, arguments) -> switch (method.getName()) {
      case "request" -> request();
      case "response" -> proxy(HttpServerResponse.class, (self, _, _) -> self);
      case "get" -> arguments.length > 1 ? arguments[1] : null;
      case "put" -> null;
      default -> throw new IllegalStateException("nobody should ask for " + method);
    });
  }

  private HttpServerRequest request() {
    return proxy(HttpServerRequest.class, (_, method, arguments) -> switch (method.getName()) {
      case "headers" -> headers;
      case "getHeader" -> headers.get(arguments[0].toString());
      case "params" -> params;
      case "getParam" -> arguments.length > 1 && params.get((String) arguments[0]) == null
          ? arguments[1]
          : params.get((String) arguments[0]);
      case "formAttributes" -> form;
      case "getCookie" -> cookie((String) arguments[0]);
      case "isSSL" -> false;
      case "path" -> "/restaurants";
      case "remoteAddress" -> SocketAddress.inetSocketAddress(1234, "192.0.2.1");
      default -> throw new IllegalStateException("nobody should ask for " + method);
    });
  }

  /** As the server under the handlers reads the header. */
  private @Nullable Cookie cookie(String name) {
    String header = headers.get("Cookie");
    return header == null
        ? null
        : ServerCookieDecoder.STRICT.decode(header).stream().filter(cookie -> cookie.name().equals(name)).findFirst()
            .map(cookie -> Cookie.cookie(cookie.name(), cookie.value())).orElse(null);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Objects
        .requireNonNull(
            Proxy.newProxyInstance(StrangersRequest.class.getClassLoader(), new Class<?>[]{type}, handler)));
  }
}
