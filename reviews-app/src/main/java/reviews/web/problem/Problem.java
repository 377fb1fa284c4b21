package reviews.web.problem;

import reviews.settings.Setting;

/** A refusal that a visitor can understand and act on. Never holds a secret or a cause from below. */
public sealed interface Problem permits Refusal, Problem.Lacking, Problem.OfHttp {
  int status();

  String title();

  String text();

  /** Fails a request, which is then answered with the problem. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.title(), null, false, false);
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  default Refused refused() {
    return new Refused(this);
  }

  /** Forms are closed since a secret setting is missing or unresolved. */
  record Lacking(Setting setting) implements Problem {
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
      return "The site is missing the secret setting " + setting
          + ", without which it takes no forms. You can go on reading; whoever runs this site sees the reason at "
          + "/api/config/check.";
    }
  }

  /** What HTTP itself refuses, by its status. */
  record OfHttp(int status, String title, String text) implements Problem {
    /** The words for that status. */
    public static OfHttp of(int status) {
      return switch (status) {
        case 400 -> new OfHttp(400, "This request could not be read", "Something in it is malformed.");
        case 404 -> new OfHttp(404, "There is no such page", "The address has a slip in it, or the page has moved.");
        case 405 -> new OfHttp(405, "That cannot be done here", "This address does not take that kind of request.");
        case 408 -> new OfHttp(408, "That took too long",
            "The form did not arrive in time. Nothing was stored. Please send it again.");
        case 413 -> new OfHttp(413, "That is too much at once",
            "A form may hold at most 32 KiB of text, and a photo 10 MiB. Nothing was stored.");
        case 415 -> new OfHttp(415, "This form came in an unknown format",
            "It was not sent by the form on our page. Nothing was stored.");
        case 503 -> new OfHttp(503, "Too much is going on right now",
            "Nothing was stored. Please try again in a minute.");
        default -> status >= 400 && status < 500
            ? new OfHttp(status, "This request was refused", "It asks for something that this site does not do.")
            : new OfHttp(500, "Something broke in our kitchen", "The fault is ours and was written down.");
      };
    }
  }
}
