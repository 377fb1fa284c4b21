package sandbox.platform;

/** The pages that come from the platform and not from an app; they carry what a probe can tell them apart by. */
final class Pages {
  /** Azure's quickstart page, which a new web app for containers shows. */
  static final String PLACEHOLDER = page("Your web app is running and waiting for your content",
      "Your web app is live, but we don't have your content yet.");
  static final String STOPPED = page("Web App - Unavailable", "Error 403 - This web app is stopped.");
  static final String RESTRICTED = page("Web App - Forbidden",
      "Error 403 - Forbidden. The web app you have attempted to reach has blocked your access.");

  private Pages() {}

  static String error(int status) {
    return status == 502
        ? page("502 - Web server received an invalid response while acting as a gateway or proxy server.",
            "There is a problem with the page you are looking for.")
        : page("Application Error",
            ":( Application Error. If you are the application administrator, you can access the diagnostic resources.");
  }

  private static String page(String title, String text) {
    return "<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><p>" + text
        + "</p></body></html>";
  }
}
