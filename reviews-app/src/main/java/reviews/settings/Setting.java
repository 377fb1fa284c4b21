package reviews.settings;

/** Every environment variable that the site reads. The README's table is compared with this list by a test. */
public enum Setting {
  PORT("8080"),
  HOST("0.0.0.0"),
  REVIEWS_STORE("data/reviews.db"),
  REVIEWS_PHOTOS(""),
  DBHOST(""),
  DBNAME(
      ""),
  DBUSER(""),
  CONNECTION_STRING("", true),
  DB_NAME("reviews"),
  COLLECTION_NAME(
      "reviews"),
  STORAGE_ACCOUNT_NAME(""),
  STORAGE_CONTAINER_NAME(""),
  STORAGE_ENDPOINT(""),
  STORAGE_PUBLIC(
      "false"),
  AZURE_CLIENT_ID(""),
  KEY_VAULT_URI(""),
  KEY_VAULT_SECRETS(
      "SECRET_KEY"),
  KEY_VAULT_REFRESH_SECONDS("300"),
  DEMO(
      "true"),
  SAMPLE_DATA("true"),
  REVISION(
      "unknown"),
  VERSION(""),
  WEBSITE_INSTANCE_ID("unknown"),
  WEBSITE_HOSTNAME(""),
  SECRET_KEY("",
      true),
  SITE_URL(
      ""),
  SIGN_IN_TENANT_ID(""),
  SIGN_IN_CLIENT_ID(""),
  SIGN_IN_CLIENT_SECRET("",
      true),
  SIGN_IN_AUTHORITY(
      "https://login.microsoftonline.com"),
  FORWARDED_HOPS(""),
  WRITES_PER_MINUTE(
      "30"),
  COUNTRY_HEADER(
      ""),
  METRICS_PORT(
      ""),
  METRICS_HOST(
      "127.0.0.1"),
  LOG_FORMAT(
      "text"),
  OTEL_EXPORTER_OTLP_ENDPOINT("");

  /** More than anybody guesses. */
  private static final int KEY_CHARACTERS = 32;

  private final String standard;
  private final boolean secret;

  Setting(String standard) {
    this(standard, false);
  }

  Setting(String standard, boolean secret) {
    this.standard = standard;
    this.secret = secret;
  }

  /** What holds when the variable is absent or blank; empty where the code decides (see {@link SiteSettings}). */
  public String standard() {
    return standard;
  }

  /** Characters that a secret must have at least to count. */
  public int least() {
    return this == SECRET_KEY ? KEY_CHARACTERS : 1;
  }

  /** A secret's value is never printed, and the site is unwell when it needs one and has none. */
  public boolean isSecret() {
    return secret;
  }
}
