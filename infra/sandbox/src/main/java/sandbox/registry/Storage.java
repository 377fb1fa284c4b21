package sandbox.registry;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sandbox.registry.content.Repositories;
import sandbox.registry.protocol.Bodies;
import sandbox.registry.protocol.OciErrorException;
import sandbox.wire.RequestRecorder;

/**
 * The blob storage behind the registry, on a port of its own: it takes signed URLs only, and refuses a request that carries
 * {@code Authorization} besides (Azure/acr#217).
 */
final class Storage {
  private static final Pattern PATH = Pattern.compile("/docker/registry/v2/blobs/(sha256:[0-9a-f]{64})/data");

  private final byte[] key = new byte[32];
  private final Repositories repositories;
  private final Faults faults;
  private final Duration urlLife;
  private final Supplier<String> host;

  Storage(Repositories repositories, Faults faults, Duration urlLife, Supplier<String> host) {
    new SecureRandom().nextBytes(key);
    this.repositories = repositories;
    this.faults = faults;
    this.urlLife = urlLife;
    this.host = host;
  }

  /** A credential in itself until it expires. */
  String signedUrl(String digest) {
    long expires = Instant.now().plus(urlLife).toEpochMilli();
    return "http://" + host.get() + "/docker/registry/v2/blobs/" + digest + "/data?se=" + expires + "&sp=r&sr=b&sig="
        + signature(digest, Long.toString(expires));
  }

  void handle(HttpServerRequest request) {
    Matcher path = PATH.matcher(RequestRecorder.path(request).replace("%3A", ":"));
    if (request.getHeader("Authorization") != null) {
      refuse(request, 400, "InvalidAuthenticationInfo",
          "Authentication information is not given in the correct format. Check the value of Authorization header.");
    } else if (!path.matches() || !isGenuine(request, path.group(1))) {
      refuse(request, 403, "AuthenticationFailed", "Server failed to authenticate the request. Make sure the value of"
          + " Authorization header is formed correctly including the signature.");
    } else {
      serve(request, path.group(1));
    }
  }

  private void serve(HttpServerRequest request, String digest) {
    Optional<Buffer> bytes = repositories.bytes(digest);
    if (bytes.isEmpty()) {
      refuse(request, 404, "BlobNotFound", "The specified blob does not exist.");
      return;
    }
    request.response().putHeader("Content-Type", "application/octet-stream").putHeader("x-ms-blob-type", "BlockBlob");
    try {
      Bodies.sendRange(request, faults.corrupts(digest) ? Bodies.corrupted(bytes.get()) : bytes.get());
    } catch (OciErrorException outside) { // the storage has words of its own for it
      outside.headers().forEach(request.response()::putHeader);
      refuse(request, outside.status(), "InvalidRange",
          "The range specified is invalid for the current size of the resource.");
    }
  }

  private boolean isGenuine(HttpServerRequest request, String digest) {
    String expires = Optional.ofNullable(request.getParam("se")).filter(text -> text.matches("\\d{1,15}")).orElse("0");
    String signature = Optional.ofNullable(request.getParam("sig")).orElse("");
    return MessageDigest.isEqual(signature(digest, expires).getBytes(StandardCharsets.UTF_8),
        signature.getBytes(StandardCharsets.UTF_8)) && Long.parseLong(expires) > System.currentTimeMillis();
  }

  private String signature(String digest, String expires) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getUrlEncoder().withoutPadding()
          .encodeToString(mac.doFinal((digest + "\n" + expires).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static void refuse(HttpServerRequest request, int status, String code, String message) {
    request.response().putHeader("Content-Type", "application/xml").putHeader("x-ms-error-code", code);
    Bodies.send(request, status, Buffer.buffer("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code
        + "</Code><Message>" + message + "</Message></Error>"));
  }
}
