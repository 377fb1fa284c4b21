package reviews.web;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reviews.restaurants.Cuisine;

/**
 * The style sheet and the pictures, held in memory. An address carries a part of the content's hash, so a browser keeps
 * the file for ever and still gets the new one after a deployment.
 */
final class Assets implements Handler<RoutingContext> {
  static final String PATH = "/assets/";

  private record Asset(String type, Buffer content, String hash) {}

  private final Map<String, Asset> byName;

  Assets() {
    var all = new HashMap<String, Asset>();
    for (String name : List.of("site.css", "icon.svg")) {
      all.put(name, asset(name, read(name)));
    }
    for (Cuisine cuisine : Cuisine.values()) {
      for (CuisinePicture.Look look : CuisinePicture.Look.values()) {
        var picture = new CuisinePicture(cuisine, look);
        all.put(picture.file(), asset(picture.file(), picture.draw(read(picture.drawing()))));
      }
    }
    this.byName = Map.copyOf(all);
  }

  /** Where a page finds the file of that name. */
  String address(String name) {
    Asset asset = byName.get(name);
    if (asset == null) {
      throw new IllegalArgumentException("no such asset: " + name);
    }
    return PATH + name + "?v=" + asset.hash();
  }

  Map<String, String> addresses() {
    return byName.keySet().stream().collect(Collectors.toUnmodifiableMap(name -> name, this::address));
  }

  @Override
  public void handle(RoutingContext ctx) {
    Asset asset = byName.get(ctx.pathParam("name"));
    if (asset == null) {
      ctx.fail(404);
      return;
    }
    boolean exact = asset.hash().equals(ctx.request().getParam("v"));
    ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, asset.type()).putHeader(HttpHeaders.CACHE_CONTROL,
        exact ? "public, max-age=31536000, immutable" : "no-cache")
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      ctx.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(asset.content().length())).end();
    } else {
      ctx.response().end(asset.content());
    }
  }

  private static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream("/site/assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the asset " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Asset asset(String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    try {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 6);
      return new Asset(name.endsWith(".css") ? "text/css;charset=utf-8" : "image/svg+xml", Buffer.buffer(content),
          hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
