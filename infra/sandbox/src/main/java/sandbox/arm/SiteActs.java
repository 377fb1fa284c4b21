package sandbox.arm;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import sandbox.arm.answer.ArmError;
import sandbox.arm.answer.ArmReply;
import sandbox.vault.Resolution;

/** What each operation does to a site and answers when all goes well, or when the request itself is bad. */
final class SiteActs {
  /** The kinds of value that App Service takes here; for {@code DOCKER} it wants an image after the bar. */
  private static final Pattern LINUX_FX_VERSION = Pattern.compile("(?i)(DOCKER\\|\\S+|COMPOSE\\|\\S+|SITECONTAINERS|)");

  private static final Instant WINDOWS_EPOCH = Instant.parse("1601-01-01T00:00:00Z");

  private SiteActs() {}

  /** @param lag for how long reads shall show what was there before a write */
  static ArmReply perform(ArmOperation.Call call, Site site, Buffer body, Duration lag) {
    SiteHost host = site.host();
    return switch (call.operation()) {
      case GET_SITE -> ArmReply.appService(200, SiteDocuments.site(site)).with(etag(site));
      case GET_CONFIG -> ArmReply.appService(200, SiteDocuments.config(site, site.shown()));
      case PATCH_CONFIG -> patch(site, body, lag);
      case LIST_REFERENCES -> ArmReply.appService(200, SiteDocuments.references(site));
      case GET_REFERENCE -> {
        Resolution found = host.references().get(call.parameter());
        yield found == null
            ? ArmReply.error(404, "NotFound", "No reference for setting '" + call.parameter() + "'.")
            : ArmReply.appService(200, SiteDocuments.reference(site, call.parameter(), found));
      }
      case LIST_INSTANCES -> ArmReply.appService(200, SiteDocuments.instances(site, host.instances()));
      case GET_INSTANCE -> host.instances().stream().filter(each -> each.id().equals(call.parameter())).findFirst()
          .map(found -> ArmReply.appService(200, SiteDocuments.instance(site, found)))
          .orElseGet(() -> ArmReply.error(404, "NotFound", "No instance '" + call.parameter() + "'."));
      case LIST_STATUS -> host.statuses().map(rows -> ArmReply.appService(200, StatusDocuments.all(site, rows)))
          .orElseGet(SiteActs::noStatus);
      case GET_STATUS -> host.statuses().flatMap(
          rows -> rows.stream().filter(row -> row.instance().equalsIgnoreCase(call.parameter())).findFirst())
          .map(row -> ArmReply.appService(200, StatusDocuments.one(site, row))).orElseGet(SiteActs::noStatus);
      case LIST_CONTAINERS -> ArmReply.appService(200, SiteDocuments.page(new JsonArray()));
      case CONTAINER_LOGS -> host.containerLogs().map(ArmReply::text).orElseGet(() -> ArmReply.empty(204));
      case RESTART -> {
        host.restart();
        yield ArmReply.empty(200);
      }
      case LIST_APP_SETTINGS -> ArmReply.error(400, "NotSupported",
          "This sandbox gives no app settings away: the relay must not need them.");
      default -> throw new IllegalArgumentException(call.operation() + " is not about a site");
    };
  }

  /** Made from the time of the last change, as on Azure; {@code If-Match} is not looked at. */
  private static Map<String, String> etag(Site site) {
    long ticks = ChronoUnit.MICROS.between(WINDOWS_EPOCH, site.lastModified()) * 10;
    return Map.of("ETag", "\"" + Long.toHexString(ticks).toUpperCase(Locale.ROOT) + "\"");
  }

  private static ArmReply noStatus() {
    return ArmReply.appService(404, ArmError.capitalised("NotFound", "Cannot find SiteStatus."));
  }

  private static ArmReply patch(Site site, Buffer body, Duration lag) {
    JsonObject members;
    try {
      if (!(body.toJsonValue() instanceof JsonObject sent)
          || !(sent.getValue("properties") instanceof JsonObject found)) {
        return unreadable();
      }
      members = found;
    } catch (DecodeException _) { // the answer says so
      return unreadable();
    }
    if (members.containsKey("linuxFxVersion") && !(members.getValue("linuxFxVersion") instanceof String text
        && LINUX_FX_VERSION.matcher(text).matches())) {
      return ArmReply.appService(400,
          ArmError.capitalised("BadRequest", "The parameter LinuxFxVersion has an invalid value."));
    }
    if (members.getValue("acrUseManagedIdentityCreds", true) instanceof Boolean
        && members.getValue("acrUserManagedIdentityID", "") instanceof String) {
      return ArmReply.appService(200, SiteDocuments.patched(site, site.merge(members, lag))).with(etag(site));
    }
    return unreadable();
  }

  private static ArmReply unreadable() {
    return ArmReply.error(400, "InvalidRequestContent",
        "The request content was invalid and could not be deserialized.");
  }
}
