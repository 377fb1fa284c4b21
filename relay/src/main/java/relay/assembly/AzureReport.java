package relay.assembly;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import relay.azure.AzureCheck.Answer;
import relay.azure.AzureCheck.Finding;
import relay.azure.AzureClients;
import relay.azure.arm.WebhookId;
import relay.config.AppConfig;
import relay.config.RegistryConfig;
import relay.config.RelayConfig;
import relay.health.Baseline;
import relay.image.Registry;
import relay.probe.HttpProbe;
import relay.registry.OciRegistry;

/** What {@code relay check --azure} prints: for each app and each webhook, what the relay reaches and may do, and what is missing. */
public final class AzureReport {
  private AzureReport() {}

  /** Gives 0 when nothing is missing, else 2. Blocks for as long as the calls' deadlines allow; writes nothing. */
  public static int print(RelayConfig config, PrintWriter out) {
    Vertx vertx = Vertx.vertx();
    try {
      AzureClients clients = AzureClients.connect(config.azure(), (_, _, _, _) -> {});
      Optional<TrustOptions> trust = EdgeTrust.of(config.azure().trustedCertificates());
      HttpClient registryClient = OciRegistry.client(vertx, trust);
      HttpClient probeClient = HttpProbe.client(vertx, trust);
      boolean whole = true;
      for (AppConfig app : config.apps()) {
        whole &= print(config, app, clients, registryClient, probeClient, out);
      }
      for (RegistryConfig registry : config.registries()) {
        for (WebhookId webhook : registry.reconcile().webhooks()) {
          out.println(registry.name() + " (webhook " + webhook.webhook() + ")");
          whole &= print(clients.check().of(webhook), out);
        }
      }
      return whole ? 0 : 2;
    } catch (IOException e) {
      out.println(e.getMessage());
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 2;
    } finally {
      vertx.close().await();
    }
  }

  private static boolean print(RelayConfig config, AppConfig app, AzureClients clients, HttpClient registryClient,
      HttpClient probeClient, PrintWriter out) throws InterruptedException {
    RegistryConfig from = config.registry(app.settings().registry()).orElseThrow();
    Registry registry = new OciRegistry(registryClient, from.settings(), clients,
        (_, _) -> {});
    out.println(app.name() + " (" + app.site().site() + ")");
    boolean whole = print(clients.check().of(app.site(), app.settings().repository(), app.settings().platform(),
        registry), out);
    Baseline baseline = Baseline.of(
        new HttpProbe(probeClient, app.probe(), clients).ask(app.settings().health().path()),
        app.settings().health(), app.settings().proof());
    boolean visible = baseline instanceof Baseline.Seen;
    out.println(switch (baseline) {
      case Baseline.Seen seen -> "  ok       the app can be seen and is " + (seen.well() ? "well" : "not well") + ": "
          + seen.detail();
      case Baseline.Invisible(var why) -> "  MISSING  the app cannot be seen: " + why;
    });
    return whole && visible;
  }

  private static boolean print(List<Finding> findings, PrintWriter out) {
    for (Finding finding : findings) {
      out.println("  " + switch (finding.answer()) {
        case OK -> "ok       ";
        case MISSING -> "MISSING  ";
        case UNKNOWN -> "unknown  ";
      } + finding.sentence());
    }
    return findings.stream().noneMatch(finding -> finding.answer() == Answer.MISSING);
  }
}
