package relay.config;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.config.text.UnfitException;
import relay.notify.WebhookSettings;
import relay.secret.Secret;

/** Reads {@code notify}. */
final class NotifyReader {
  private static final String PREFIX = "whsec_";
  private static final Form<Secret> SIGNING = ((Form<Secret>) text -> {
    try {
      int bytes = text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())).length : 0;
      if (bytes >= 24 && bytes <= 64) { // the bounds of the Standard Webhooks specification
        return new Secret(text);
      }
    } catch (IllegalArgumentException notBase64) {
      throw unfit();
    }
    throw unfit();
  }).kept();
  private static final Form<String> SOURCE = Forms.matching("[\\x21-\\x7e]{1,200}", "is not a URI reference",
      "write /relay or https://relay.example");

  private NotifyReader() {}

  static Optional<WebhookSettings> read(Section notify) {
    return notify.optionalSection("webhook").flatMap(NotifyReader::webhook);
  }

  private static Optional<WebhookSettings> webhook(Section webhook) {
    // Some receivers put a signature into the query, so the address is never shown.
    Optional<URI> url = webhook.optional("url", Forms.url(true, false).kept());
    Optional<Secret> secret = webhook.optional("secret", SIGNING);
    if (!webhook.has("url")) {
      webhook.fault("url", "is missing", "write https://receiver/path");
    }
    if (!webhook.has("secret")) {
      webhook.fault("secret", "is missing, and unsigned messages are not sent",
          "write ${NAME} of the environment variable that holds it");
    }
    url.filter(u -> "http".equals(u.getScheme()) && !Forms.isLoopback(u.getHost())).ifPresent(u -> webhook.fault("url",
        "is plain HTTP to another machine", "use https"));
    String source = webhook.or("source", SOURCE, "/relay");
    Duration deadline = webhook.or("deadline", Forms.length(Duration.ofMillis(50), Duration.ofMinutes(2)),
        Duration.ofSeconds(10));
    return url.flatMap(u -> secret.map(s -> new WebhookSettings(u, s, source, deadline)));
  }

  private static UnfitException unfit() {
    return new UnfitException("is not a signing secret of Standard Webhooks",
        "make one: echo whsec_$(openssl rand -base64 32)");
  }
}
