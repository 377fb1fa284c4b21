package sandbox.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sandbox.arm.RegistryId;

/**
 * How a registry is started; {@link #defaults} and then the {@code with...} methods.
 *
 * @param folder empty: everything in memory; else the images outlive the process
 * @param port 0: any free one
 * @param user of the password that may push, pull and delete
 * @param accessTokenLife 75 minutes in the samples of ACR's documentation
 * @param blobUrlLife how long a redirect to the storage can be used
 * @param blobRedirects whether a blob is answered by 307 to another port, as ACR does
 * @param armTokens whether the exchange takes tokens for Azure Resource Manager too ({@code azureADAuthenticationAsArmPolicy})
 * @param webhookTimeLimit 5 s on Azure, not settable there
 * @param id the resource that it is for the resource manager and for Event Grid
 * @param location its own region; replicas are in others
 */
public record Options(Optional<Path> folder, int port, Anonymous anonymous, String user, String password,
    Duration accessTokenLife, Duration blobUrlLife, boolean blobRedirects, boolean armTokens,
    Duration webhookTimeLimit, RegistryId id, String location) {
  /** In memory, any port, build tools push without a password, everything else as on Azure. */
  public static Options defaults() {
    return new Options(Optional.empty(), 0, Anonymous.PUSH, "sandbox", "sandbox-password", Duration.ofMinutes(75),
        Duration.ofMinutes(10), true, true, Duration.ofSeconds(5),
        new RegistryId("0a1b2c3d-1111-4222-8333-444455556666", "rg-sandbox", "crsandbox"), "westeurope");
  }

  public Options withFolder(Path place) {
    return new Options(Optional.of(place), port, anonymous, user, password, accessTokenLife, blobUrlLife,
        blobRedirects, armTokens, webhookTimeLimit, id, location);
  }

  public Options withPort(int fixed) {
    return new Options(folder, fixed, anonymous, user, password, accessTokenLife, blobUrlLife, blobRedirects,
        armTokens, webhookTimeLimit, id, location);
  }

  public Options withAnonymous(Anonymous may) {
    return new Options(folder, port, may, user, password, accessTokenLife, blobUrlLife, blobRedirects, armTokens,
        webhookTimeLimit, id, location);
  }

  public Options withLogin(String name, String secret) {
    return new Options(folder, port, anonymous, name, secret, accessTokenLife, blobUrlLife, blobRedirects, armTokens,
        webhookTimeLimit, id, location);
  }

  public Options withAccessTokenLife(Duration life) {
    return new Options(folder, port, anonymous, user, password, life, blobUrlLife, blobRedirects, armTokens,
        webhookTimeLimit, id, location);
  }

  public Options withBlobUrlLife(Duration life) {
    return new Options(folder, port, anonymous, user, password, accessTokenLife, life, blobRedirects, armTokens,
        webhookTimeLimit, id, location);
  }

  public Options withBlobRedirects(boolean on) {
    return new Options(folder, port, anonymous, user, password, accessTokenLife, blobUrlLife, on, armTokens,
        webhookTimeLimit, id, location);
  }

  public Options withArmTokens(boolean taken) {
    return new Options(folder, port, anonymous, user, password, accessTokenLife, blobUrlLife, blobRedirects, taken,
        webhookTimeLimit, id, location);
  }

  public Options withWebhookTimeLimit(Duration limit) {
    return new Options(folder, port, anonymous, user, password, accessTokenLife, blobUrlLife, blobRedirects,
        armTokens, limit, id, location);
  }

  public Options withId(RegistryId resource) {
    return new Options(folder, port, anonymous, user, password, accessTokenLife, blobUrlLife, blobRedirects, armTokens,
        webhookTimeLimit, resource, location);
  }

  public Options withLocation(String region) {
    return new Options(folder, port, anonymous, user, password, accessTokenLife, blobUrlLife, blobRedirects, armTokens,
        webhookTimeLimit, id, region);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Options[folder=" + folder + ", port=" + port + ", anonymous=" + anonymous + ", user=" + user + "]";
  }
}
