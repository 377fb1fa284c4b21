package reviews.web;

/** A refusal that a visitor can understand and act on. Never holds a secret or a cause from below. */
sealed interface Problem {
  int status();

  String title();

  String text();

  /** Fails a request so that {@link ErrorPages} answers it. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.title(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  default Refused refused() {
    return new Refused(this);
  }

  record UnknownRestaurant() implements Problem {
    @Override
    public int status() {
      return 404;
    }

    @Override
    public String title() {
      return "We do not know this restaurant";
    }

    @Override
    public String text() {
      return "It may never have been added, or the address has a slip in it.";
    }
  }

  record FormNotOurs() implements Problem {
    @Override
    public int status() {
      return 403;
    }

    @Override
    public String title() {
      return "This form could not be accepted";
    }

    @Override
    public String text() {
      return "It was open for too long, cookies are switched off, or it was not sent from our own page. "
          + "Nothing was stored. Go back, reload the page and send it again.";
    }
  }

  record FormsClosed() implements Problem {
    @Override
    public int status() {
      return 503;
    }

    @Override
    public String title() {
      return "Nothing can be added right now";
    }

    @Override
    public String text() {
      return "The site is missing the secret setting SECRET_KEY, with which it protects its forms. "
          + "You can go on reading; whoever runs this site sees the reason at /api/config/check.";
    }
  }

  record StoreDown() implements Problem {
    @Override
    public int status() {
      return 503;
    }

    @Override
    public String title() {
      return "Our notebook is out of reach";
    }

    @Override
    public String text() {
      return "The restaurants and reviews cannot be read at the moment. Please try again in a minute; "
          + "the site comes back by itself.";
    }
  }

  /** What HTTP itself refuses, by its status. */
  record OfHttp(int status, String title, String text) implements Problem {
    static OfHttp of(int status) {
      return switch (status) {
        case 400 -> new OfHttp(400, "This request could not be read", "Something in it is malformed.");
        case 404 -> new OfHttp(404, "There is no such page", "The address has a slip in it, or the page has moved.");
        case 405 -> new OfHttp(405, "That cannot be done here", "This address does not take that kind of request.");
        case 413 -> new OfHttp(413, "That is too much at once", "A form may hold at most 32 KiB. Nothing was stored.");
        case 415 -> new OfHttp(415, "This form came in an unknown format",
            "Forms are taken as application/x-www-form-urlencoded.");
        default -> status >= 400 && status < 500
            ? new OfHttp(status, "This request was refused", "It asks for something that this site does not do.")
            : new OfHttp(500, "Something broke in our kitchen", "The fault is ours and was written down.");
      };
    }
  }
}
