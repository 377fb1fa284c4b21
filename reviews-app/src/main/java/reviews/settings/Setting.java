package reviews.settings;

/** Every environment variable that the site reads. The README's table is compared with this list by a test. */
public enum Setting {
  PORT("8080"), HOST("0.0.0.0"), REVIEWS_STORE("data/reviews.db"), DEMO("true"), REVISION("unknown"), VERSION(
      ""), WEBSITE_INSTANCE_ID("unknown"), SECRET_KEY("", true);

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

  /** A secret's value is never printed, and the site is unwell without it. */
  public boolean isSecret() {
    return secret;
  }
}
