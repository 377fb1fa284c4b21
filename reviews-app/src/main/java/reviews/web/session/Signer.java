package reviews.web.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reviews.settings.Secret;

/** HMAC-SHA-256 with the site's key; each use names its purpose, so that one's signature is worth nothing to another. */
public final class Signer {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int NONCE_BYTES = 16;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  public Signer(Secret secret) {
    this.key = new SecretKeySpec(secret.bytes(), ALGORITHM);
  }

  /** A signature of the text, good for this purpose alone. */
  public String sign(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return TEXT.encodeToString(mac.doFinal((purpose + '\n' + text).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Takes the same time whatever the difference is. */
  public boolean isSigned(String purpose, String text, String signature) {
    return MessageDigest.isEqual(sign(purpose, text).getBytes(StandardCharsets.UTF_8),
        signature.getBytes(StandardCharsets.UTF_8));
  }

  /** 128 random bits as text. */
  public String nonce() {
    var bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return TEXT.encodeToString(bytes);
  }
}
