package sandbox.eventgrid;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends one request of a subscription and reads the answer. */
final class Post {
  private static final int AT_ONCE = 32;

  /** What came back. */
  record Answer(int status, Map<String, String> headers, Buffer body) {
    /** @param name in lower case */
    String header(String name) { return headers.getOrDefault(name, ""); }
  }

  private final HttpClient client;

  Post(Vertx vertx) {
    this.client = vertx.httpClientBuilder().with(new HttpClientOptions().setKeepAliveTimeout(5))
        .with(new PoolOptions().setHttp1MaxSize(AT_ONCE)).withConnectHandler(connection -> {
          connection.exceptionHandler(_ -> { // it broke: whoever waits for an answer on it hears of that
          });
        }).build();
  }

  /** Fails when the connection cannot be had or breaks, or when no answer comes within {@code atMost}. */
  Future<Answer> send(HttpMethod method, URI endpoint, Map<String, String> headers, String body, Duration atMost) {
    var options = new RequestOptions().setMethod(method).setAbsoluteURI(endpoint.toString());
    headers.forEach(options::putHeader);
    return client.request(options).compose(request -> request.send(body).compose(Post::answer)
        .timeout(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS).onFailure(_ -> request.reset()));
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    return response.body().map(body -> {
      var headers = new LinkedHashMap<String, String>();
      response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
      return new Answer(response.statusCode(), headers, body);
    });
  }

  /** The headers that every request of a subscription has. */
  static Map<String, String> headers(SubscriptionSettings settings, boolean own) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("aeg-subscription-name", settings.name().toUpperCase(Locale.ROOT)); // as in captured traffic
    settings.tokens().ifPresent(maker -> headers.put("Authorization", "Bearer " + maker.get()));
    if (own) {
      headers.putAll(settings.headers());
    }
    return headers;
  }

  void close() { client.close().await(); }
}
