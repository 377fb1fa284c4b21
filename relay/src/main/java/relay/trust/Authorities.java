package relay.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that the JVM trusts, plus the operator's own. */
public final class Authorities {
  private static final long MAX_FILE_BYTES = 4 << 20;

  private final TrustManagerFactory all;

  private Authorities(TrustManagerFactory all) {
    this.all = all;
  }

  /**
   * Reads the file of {@code azure.trustedCertificates}.
   *
   * @throws IOException when the certificates cannot be read or used; the message says which file and why
   */
  public static Authorities ofTheJvmAnd(Path pem) throws IOException {
    List<X509Certificate> further = certificates(pem);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (X509Certificate each : Stream.concat(issuers(factory(null)), further.stream()).toList()) {
        store.setCertificateEntry("ca-" + number++, each);
      }
      return new Authorities(factory(store));
    } catch (GeneralSecurityException e) {
      throw new IOException("azure.trustedCertificates cannot be used", e);
    }
  }

  /** For clients that make their own TLS contexts. */
  public TrustManagerFactory trust() {
    return all;
  }

  /**
   * For clients that take a TLS context.
   *
   * @throws IOException when the JVM cannot make one
   */
  public SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, all.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("azure.trustedCertificates cannot be used", e);
    }
  }

  /** At least one. */
  static List<X509Certificate> certificates(Path pem) throws IOException {
    if (!Files.isReadable(pem)) {
      throw new IOException("azure.trustedCertificates: " + pem + " cannot be read");
    }
    if (Files.size(pem) > MAX_FILE_BYTES) {
      throw new IOException("azure.trustedCertificates: " + pem + " is larger than 4 MiB");
    }
    try (InputStream in = Files.newInputStream(pem)) {
      List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .filter(X509Certificate.class::isInstance).map(X509Certificate.class::cast).toList();
      if (found.isEmpty()) {
        throw new IOException("azure.trustedCertificates: " + pem + " contains no certificate");
      }
      return found;
    } catch (CertificateException e) {
      throw new IOException("azure.trustedCertificates: " + pem + " is not a PEM file of certificates", e);
    }
  }

  static Stream<X509Certificate> issuers(TrustManagerFactory factory) {
    return Arrays.stream(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance)
        .flatMap(each -> Arrays.stream(((X509TrustManager) each).getAcceptedIssuers()));
  }

  /** Null means the JVM's own trust store, javax.net.ssl.trustStore included. */
  static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
