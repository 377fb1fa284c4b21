package sandbox.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A self-signed certificate for {@code localhost} and {@code 127.0.0.1}, made anew for each sandbox: a client trusts it
 * only when it is told to, so that the ordinary way of adding a trusted certificate is what gets tried.
 */
public final class LocalCertificate {
  private static final Duration VALID = Duration.ofDays(30);

  private final X509Bundle bundle;
  private final Path caPem;

  private LocalCertificate(X509Bundle bundle, Path caPem) {
    this.bundle = bundle;
    this.caPem = caPem;
  }

  /** Makes a key and its certificate; only the certificate is written, as {@code ca.pem} into {@code folder}. */
  public static LocalCertificate create(Path folder) throws IOException {
    Instant now = Instant.now();
    X509Bundle bundle;
    try {
      bundle = new CertificateBuilder().ecp256().subject("CN=localhost").addSanDnsName("localhost")
          .addSanIpAddress("127.0.0.1").notBefore(now.minus(VALID)).notAfter(now.plus(VALID))
          .setIsCertificateAuthority(true).buildSelfSigned();
    } catch (Exception e) { // the builder declares no narrower type
      throw new IOException("no certificate could be made", e);
    }
    Files.createDirectories(folder);
    return new LocalCertificate(bundle, Files.writeString(folder.resolve("ca.pem"), bundle.getCertificatePEM()));
  }

  /** The file to trust. */
  public Path caPem() {
    return caPem;
  }

  /** The certificate as PEM text. */
  public String certificatePem() {
    return bundle.getCertificatePEM();
  }

  /** The private key as PEM text (PKCS #8); it is never written to disk. */
  public String keyPem() {
    return bundle.getPrivateKeyPEM();
  }
}
