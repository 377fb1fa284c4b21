package relay.registry;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import relay.image.Digest;
import relay.image.ImageReference;
import relay.image.PinnedImage;
import relay.image.RegistryException;

/** Servers that answer, byte for byte, what a well-behaved registry would not. */
final class WireRegistry implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final Map<String, Consumer<HttpServerRequest>> routes = new ConcurrentHashMap<>();
  final List<String> seen = new CopyOnWriteArrayList<>();
  final List<String> elsewhere = new CopyOnWriteArrayList<>();
  final int port = serve(request -> {
    seen.add(request.method() + " " + request.uri());
    routes.getOrDefault(request.path(), one -> one.response().setStatusCode(404).end()).accept(request);
  });
  final int otherPort = serve(request -> {
    elsewhere.add(request.uri());
    request.response().end("{\"access_token\":\"stolen\",\"token\":\"stolen\"}");
  });

  @Override
  public void close() {
    vertx.close().await();
  }

  private int serve(Consumer<HttpServerRequest> handler) {
    return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(handler::accept).listen().await().actualPort();
  }

  OciRegistry registry(RegistrySettings.Access access, int tries, Duration deadline) {
    return new OciRegistry(OciRegistry.client(vertx, Optional.empty()), new RegistrySettings("shop",
        "127.0.0.1:" + port, access, true, Set.of("127.0.0.1:" + port), deadline, tries, Duration.ofMillis(1)),
        _ -> "entra-token", (_, _) -> {});
  }

  ImageReference tag() {
    return new ImageReference("127.0.0.1:" + port, "reviews/web", "1.8.0");
  }

  PinnedImage at(Digest digest) {
    return tag().at(digest);
  }

  void manifest(Object reference, byte[] body, String contentType) {
    routes.put("/v2/reviews/web/manifests/" + reference, request -> {
      request.response().putHeader("Content-Type", contentType);
      if (request.method().equals(HttpMethod.HEAD)) {
        request.response().putHeader("Content-Length", Integer.toString(body.length)).end();
      } else {
        request.response().end(Buffer.buffer(body));
      }
    });
  }

  PinnedImage stored(String json) {
    return stored(json, "application/vnd.oci.image.manifest.v1+json");
  }

  PinnedImage stored(String json, String contentType) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    manifest(Digest.of(bytes), bytes, contentType);
    return at(Digest.of(bytes));
  }

  static String single(Digest config, long size) {
    return """
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],"config":{"digest":"%s","size":%d,
        "mediaType":"application/vnd.oci.image.config.v1+json"}}""".formatted(config, size);
  }

  static byte[] fixture(String name) throws IOException {
    try (InputStream in = WireRegistry.class.getResourceAsStream("/fixtures/" + name)) {
      if (in == null) {
        throw new IOException("no fixture " + name);
      }
      return in.readAllBytes();
    }
  }

  static RegistryException trouble(ThrowingCallable call) {
    return catchThrowableOfType(RegistryException.class, call);
  }
}
