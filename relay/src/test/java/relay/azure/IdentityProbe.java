package relay.azure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import relay.app.WebAppException;
import relay.azure.arm.AzureSettings;
import relay.azure.arm.SiteId;
import relay.secret.TokenSource.IdentityException;

/**
 * A process of its own, since the identity libraries read their addresses from the environment alone. Arguments: the kind
 * of credential, the resource manager, the authority, the certificate to trust, the app, then client ids ({@code -} for
 * none). For each it prints a line with a token, and one with what it sees of the app.
 */
final class IdentityProbe {
  private IdentityProbe() {}

  public static void main(String[] args) throws Exception {
    String[] site = args[4].split("/");
    for (int i = 5; i < args.length; i++) {
      var settings = new AzureSettings(AzureSettings.Credential.valueOf(args[0]),
          args[i].equals("-") ? Optional.empty() : Optional.of(args[i]),
          Optional.of("5a2d1f0c-7b64-4c0e-9d53-0f1e2d3c4b5a"), URI.create(args[1]), URI.create(args[2]),
          Optional.of(Path.of(args[3])), Duration.ofSeconds(30), 1, Duration.ofSeconds(60), Duration.ofMillis(50));
      var azure = AzureClients.connect(settings, (_, _, _, _) -> {});
      try {
        String first = azure.token("https://containerregistry.azure.net");
        System.out.println("token " + first + " " + first.equals(azure.token("https://containerregistry.azure.net")));
      } catch (IdentityException e) {
        System.out.println("trouble " + e.getMessage());
      }
      try {
        System.out.println("sees " + azure.webApp(new SiteId(site[0], site[1], site[2])).look().hostName());
      } catch (WebAppException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      }
    }
    System.exit(0);
  }
}
