package relay.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import relay.azure.arm.AzureSettings;
import relay.azure.arm.AzureSettings.Credential;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.config.text.UnfitException;

/** Reads {@code azure}. */
final class AzureReader {
  static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final Form<String> ID = Forms.matching(GUID, "is not an id of the form 8-4-4-4-12 hex digits",
      "copy it from the portal or from az");
  private static final Form<String> TENANT = Forms.matching("[A-Za-z0-9.-]{1,253}",
      "is neither a tenant's id nor its domain",
      "copy it from: az account show --query tenantId");
  private static final Form<URI> ENDPOINT = Forms.url(false, true);

  private AzureReader() {}

  static AzureSettings read(Section azure) {
    var settings = new AzureSettings(
        azure.or("credential", Forms.word(Credential.class), Credential.MANAGED_IDENTITY),
        azure.optional("clientId", ID), azure.optional("tenant", TENANT),
        azure.or("armEndpoint", ENDPOINT, URI.create("https://management.azure.com")),
        azure.or("authority", ENDPOINT, URI.create("https://login.microsoftonline.com")),
        azure.optional("trustedCertificates", AzureReader::certificates),
        azure.or("deadline", Forms.length(Duration.ofMillis(50), Duration.ofMinutes(5)), Duration.ofSeconds(30)),
        azure.or("tries", Forms.whole(1, 20), 5),
        azure.or("within", Forms.length(Duration.ofMillis(50), Duration.ofHours(1)), Duration.ofMinutes(3)),
        azure.or("pause", Forms.length(Duration.ofMillis(1), Duration.ofMinutes(5)), Duration.ofSeconds(1)));
    if (settings.credential() == Credential.WORKLOAD_IDENTITY) {
      need(azure, "clientId", "AZURE_CLIENT_ID");
      need(azure, "tenant", "AZURE_TENANT_ID");
    }
    if (settings.deadline().compareTo(settings.within()) > 0) {
      azure.fault("within", "is shorter than azure.deadline, so not even one call fits",
          "make it some times the deadline");
    }
    return settings;
  }

  private static void need(Section azure, String key, String variable) {
    if (!azure.has(key)) {
      azure.fault(key, "is missing, and workload-identity needs it",
          "write ${" + variable + "}, which the workload identity webhook sets");
    }
  }

  /** A PEM file that can be read and holds a certificate at least. */
  private static Path certificates(String text) throws UnfitException {
    Path file = Forms.FILE.of(text);
    try (InputStream pem = Files.newInputStream(file)) {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty()) {
        return file;
      }
    } catch (IOException | CertificateException unreadable) {
      throw new UnfitException(
          "is not a PEM file of certificates that can be read (" + unreadable.getClass().getSimpleName()
              + ")",
          "name a file with -----BEGIN CERTIFICATE-----");
    }
    throw new UnfitException("holds no certificate", "name a file with -----BEGIN CERTIFICATE-----");
  }
}
