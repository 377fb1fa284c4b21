package reviews.web.problem;

/** The problems that are always told in the same words. */
public enum Refusal implements Problem {
  UNKNOWN_RESTAURANT(404, "We do not know this restaurant",
      "It may never have been added, or the address has a slip in it."),

  FORM_NOT_OURS(403, "This form could not be accepted",
      "It was open for too long, cookies are switched off, or it was not sent from our own page. "
          + "Nothing was stored. Go back, reload the page and send it again."),

  LOOKS_LIKE_SPAM(403, "This form could not be accepted",
      "A field that people do not see was filled in, as programs do. Nothing was stored."),

  TOO_OFTEN(429, "One thing at a time, please",
      "Much was sent from your connection within a short time. Nothing was stored. Wait a minute and send it again."),

  SIGN_IN_FIRST(403, "Please sign in first",
      "Only visitors who are signed in can add something. Nothing was stored."),

  ADDING_CLOSED(403, "Nothing can be added here",
      "This site is not a demo, and signing in has not been set up. You can go on reading."),

  SIGN_IN_STALE(400, "This sign-in could not be finished",
      "It took too long, was used before, or was not begun in this browser. Please start again."),

  SIGN_IN_REFUSED(403, "You were not signed in",
      "It was cancelled, or the account does not belong here. You can try again, or go on reading."),

  PROVIDER_UNREACHABLE(503, "Signing in is out of reach",
      "The service that knows the accounts does not answer. You can go on reading; please try again in a minute."),

  PHOTOS_DOWN(503, "Our photo album is out of reach",
      "Your review was not stored. Please try again in a minute, or send it without the photo."),

  STORE_DOWN(503, "Our notebook is out of reach",
      "The restaurants and reviews cannot be read at the moment. Please try again in a minute; "
          + "the site comes back by itself.");

  private final int status;
  private final String title;
  private final String text;

  Refusal(int status, String title, String text) {
    this.status = status;
    this.title = title;
    this.text = text;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String text() {
    return text;
  }
}
