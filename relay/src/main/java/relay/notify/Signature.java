package relay.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import relay.secret.Secret;

/** Signs as Standard Webhooks says (its symmetric scheme, {@code v1}): HMAC-SHA256 of id, time and body. */
final class Signature {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * From a secret in the written form.
   *
   * @throws IllegalArgumentException unless it is {@code whsec_} and the Base64 of 24 to 64 bytes
   */
  Signature(Secret secret) {
    byte[] bytes = decoded(secret.reveal());
    if (bytes.length < 24 || bytes.length > 64) {
      throw new IllegalArgumentException("the webhook's secret must be whsec_ and the Base64 of 24 to 64 bytes");
    }
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  private static byte[] decoded(String text) {
    try {
      return text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : new byte[0];
    } catch (IllegalArgumentException _) { // its message quotes the secret
      return new byte[0];
    }
  }

  /** The value of the header {@code webhook-signature}. */
  String of(String id, long seconds, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
