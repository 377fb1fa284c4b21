package relay.azure.arm;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import relay.trust.Authorities;

/** The HTTP client under everything Azure: the JDK's, trusting what the JVM trusts and the operator's further authorities. */
public final class TrustedHttp {
  private TrustedHttp() {}

  /**
   * A client for {@code settings}.
   *
   * @throws IOException when the certificates cannot be read; the message says which file and why
   */
  public static HttpClient client(AzureSettings settings) throws IOException {
    // One request to a connection (HTTP/1.1): a request that is given up closes its own connection and no other.
    var jdk = java.net.http.HttpClient.newBuilder().version(java.net.http.HttpClient.Version.HTTP_1_1);
    Optional<Path> further = settings.trustedCertificates();
    if (further.isPresent()) {
      jdk.sslContext(Authorities.ofTheJvmAnd(further.get()).context());
    }
    Duration deadline = settings.deadline();
    return new JdkHttpClientBuilder(jdk).connectionTimeout(deadline).writeTimeout(deadline).responseTimeout(deadline)
        .readTimeout(deadline).build();
  }
}
