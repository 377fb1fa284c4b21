package reviews.web;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import reviews.settings.SecretSetting;
import reviews.settings.Setting;
import reviews.settings.SiteSettings;
import reviews.signin.Person;
import reviews.web.form.FormGuard;
import reviews.web.problem.Problem;
import reviews.web.problem.Refusal;
import reviews.web.session.Session;
import reviews.web.session.Sessions;

/**
 * Who may add something. Where visitors can sign in, only they; where they cannot, everybody in a demo and nobody
 * otherwise.
 */
final class Access {
  /** What the pages need to know of a visitor; empty text where it does not apply. */
  record View(String adding, String lacking, boolean canSignIn, String name, String signOutToken) {}

  private final SiteSettings settings;
  private final Sessions sessions;
  private final FormGuard forms;

  Access(SiteSettings settings, Sessions sessions, FormGuard forms) {
    this.settings = settings;
    this.sessions = sessions;
    this.forms = forms;
  }

  /** Empty when this visitor may add something now. */
  Optional<Problem> obstacle(RoutingContext ctx) {
    Optional<Setting> lacking = lacking(settings);
    if (lacking.isPresent()) {
      return lacking.map(Problem.Lacking::new);
    }
    if (settings.signIn().isPresent()) {
      return person(ctx).isPresent() ? Optional.empty() : Optional.of(Refusal.SIGN_IN_FIRST);
    }
    return settings.demo() ? Optional.empty() : Optional.of(Refusal.ADDING_CLOSED);
  }

  Optional<Person> person(RoutingContext ctx) {
    return sessions.of(ctx).flatMap(Session::person);
  }

  View view(RoutingContext ctx) {
    String adding = obstacle(ctx).map(obstacle -> switch (obstacle) {
      case Problem.Lacking _ -> "lacking";
      case Refusal.SIGN_IN_FIRST -> "sign-in";
      default -> "closed";
    }).orElse("open");
    Optional<Person> person = person(ctx);
    return new View(adding, lacking(settings).map(Setting::name).orElse(""), settings.signIn().isPresent(),
        person.map(Person::name).orElse(""), person.map(_ -> forms.newToken(ctx)).orElse(""));
  }

  /** Without its key the site cannot tell its own forms, and without the other secret nobody can sign in. */
  private static Optional<Setting> lacking(SiteSettings settings) {
    if (settings.secretKey().loaded().isEmpty()) {
      return Optional.of(Setting.SECRET_KEY);
    }
    return settings.signIn().map(signIn -> signIn.clientSecret())
        .filter(state -> !(state instanceof SecretSetting.Loaded))
        .map(_ -> Setting.SIGN_IN_CLIENT_SECRET);
  }
}
