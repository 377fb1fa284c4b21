package relay.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The HTTP client under everything Azure: the JDK's, trusting what the JVM trusts and the operator's further authorities. */
final class TrustedHttp {
  private static final long LARGEST_FILE = 4 << 20;

  private TrustedHttp() {}

  /** @throws IOException when the certificates cannot be read; the message says which file and why */
  static HttpClient client(AzureSettings settings) throws IOException {
    // One request to a connection (HTTP/1.1): a request that is given up closes its own connection and no other.
    var jdk = java.net.http.HttpClient.newBuilder().version(java.net.http.HttpClient.Version.HTTP_1_1);
    Optional<Path> further = settings.trustedCertificates();
    if (further.isPresent()) {
      jdk.sslContext(trusting(certificates(further.get())));
    }
    Duration deadline = settings.deadline();
    return new JdkHttpClientBuilder(jdk).connectionTimeout(deadline).writeTimeout(deadline).responseTimeout(deadline)
        .readTimeout(deadline).build();
  }

  /** At least one. */
  static List<X509Certificate> certificates(Path pem) throws IOException {
    if (!Files.isReadable(pem)) {
      throw new IOException("azure.trustedCertificates: " + pem + " cannot be read");
    }
    if (Files.size(pem) > LARGEST_FILE) {
      throw new IOException("azure.trustedCertificates: " + pem + " is larger than 4 MiB");
    }
    try (InputStream in = Files.newInputStream(pem)) {
      List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .filter(X509Certificate.class::isInstance).map(X509Certificate.class::cast).toList();
      if (found.isEmpty()) {
        throw new IOException("azure.trustedCertificates: " + pem + " holds no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException("azure.trustedCertificates: " + pem + " is no PEM file of certificates", e);
    }
  }

  private static SSLContext trusting(List<X509Certificate> further) throws IOException {
    try {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(null, null);
      int number = 0;
      for (X509Certificate each : Stream.concat(issuersOfTheJvm(), further.stream()).toList()) {
        all.setCertificateEntry("ca-" + number++, each);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(all), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("azure.trustedCertificates cannot be used", e);
    }
  }
  private static Stream<X509Certificate> issuersOfTheJvm() throws GeneralSecurityException {
    return Arrays.stream(trustManagers(null)).filter(X509TrustManager.class::isInstance)
        .flatMap(each -> Arrays.stream(((X509TrustManager) each).getAcceptedIssuers()));
  }
  /** Null means the JVM's own trust store, javax.net.ssl.trustStore included. */
  private static TrustManager[] trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
