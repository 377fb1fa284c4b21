package reviews.blob;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/** Microsoft's emulator of Blob Storage over TLS, which wants a bearer token and believes any that looks right. */
final class Azurite {
  private static final Pattern LISTENS = Pattern.compile("listens on (https://127\\.0\\.0\\.1:\\d+)");
  private static final String PASSWORD = "only-for-this-test";

  private final Process process;
  private final URI account;

  /** @param main of azurite's blob service, a JavaScript file */
  Azurite(String main, Path folder) throws IOException, InterruptedException {
    Path certificate = folder.resolve("certificate.p12");
    run(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
        "azurite",
        "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-keystore",
        certificate.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    System.setProperty("javax.net.ssl.trustStore", certificate.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    this.process = new ProcessBuilder("node", main, "--blobPort", "0", "--blobHost", "127.0.0.1", "--location",
        folder.resolve("data").toString(), "--skipApiVersionCheck", "--disableTelemetry", "--oauth", "basic", "--cert",
        certificate.toString(), "--pwd", PASSWORD).redirectErrorStream(true).start();
    this.account = URI.create(listening() + "/devstoreaccount1");
  }

  URI account() {
    return account;
  }

  /** A token as Entra ID would give it for Storage, unsigned: its audience, issuer and times are looked at. */
  static TokenCredential identity(String audience) {
    return request -> Mono.fromSupplier(() -> {
      Instant now = Clock.systemUTC().instant();
      Instant end = now.plus(Duration.ofHours(1));
      String claims = new JsonObject().put("aud", audience)
          .put("iss", "https://sts.windows.net/5a2d1f0c-7b64-4c0e-9d53-0f1e2d3c4b5a/")
          .put("nbf", now.minusSeconds(60).getEpochSecond()).put("iat", now.getEpochSecond())
          .put("exp", end.getEpochSecond()).put("scopes", String.join(" ", request.getScopes())).encode();
      return new AccessToken(part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + part(claims) + "." + part("none"),
          end.atOffset(ZoneOffset.UTC));
    });
  }

  private static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private String listening() throws IOException {
    var said = new StringBuilder();
    var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher found = LISTENS.matcher(line);
      if (found.find()) {
        var _ = Thread.ofVirtual().start(() -> swallow(lines));
        return found.group(1);
      }
    }
    throw new IOException("azurite ended: " + said);
  }

  /** Its log of requests would otherwise fill the pipe and stop it. */
  private static void swallow(BufferedReader lines) {
    try {
      lines.transferTo(Writer.nullWriter());
    } catch (IOException _) {
      return; // it was ended
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.getFirst() + ": " + said);
    }
  }

  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
