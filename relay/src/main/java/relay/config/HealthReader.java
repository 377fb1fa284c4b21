package relay.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.config.text.UnfitException;
import relay.health.Grade;
import relay.health.HealthSettings;
import relay.health.Marker;
import relay.health.ProofSettings;

/** Reads {@code health} and {@code proof} of an app. */
final class HealthReader {
  private static final String INSTANCE = "instance";
  private static final Form<String> PATH = Forms.matching("/[\\x21-\\x7e&&[^#\\\\]]{0,1000}", "is not a path",
      "write /healthz: it begins with a slash and has no blank and no #");
  /** RE2, which takes time in proportion to the body, so that no answer of an app can keep the relay busy. */
  private static final Form<Pattern> BODY = text -> {
    if (text.isEmpty() || text.length() > 500) {
      throw new UnfitException("is not a regular expression of 1 to 500 characters", "leave it out to accept any body");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new UnfitException("is not a regular expression (" + e.getDescription() + ")",
          "correct it, or escape with \\; back references and look-around are not supported");
    }
  };
  private static final Form<Duration> WAIT = Forms.length(Duration.ofMillis(10), Duration.ofDays(1));
  private static final Form<Duration> WAIT_OR_NONE = Forms.length(Duration.ZERO, Duration.ofDays(1));
  private static final Form<String> LABEL = Forms.matching("[\\x21-\\x7e]{1,200}", "is not a label's name",
      "write " + ProofSettings.REVISION);
  private static final Form<Marker> POINTER = text -> {
    try {
      JsonPointer.compile(text);
      return new Marker.Pointer(text);
    } catch (IllegalArgumentException e) {
      throw new UnfitException("is not a JSON pointer (RFC 6901)", "write /revision: it begins with a slash");
    }
  };
  private static final Form<Marker> COOKIE = text -> {
    if (text.matches("[A-Za-z0-9_.-]{1,100}")) {
      return new Marker.Cookie(text);
    }
    throw new UnfitException("is not a cookie's name",
        "write the one that App Service sets: " + ProofSettings.AFFINITY);
  };
  private static final Form<Marker> HEADER = text -> {
    if (text.matches("[A-Za-z0-9-]{1,100}")) {
      return new Marker.Header(text);
    }
    throw new UnfitException("is not a header's name", "write letters, digits and hyphens: X-Revision");
  };

  private HealthReader() {}

  static HealthSettings health(Section health) {
    int before = health.faultsSoFar();
    HealthSettings usual = HealthSettings.at("/healthz");
    Duration soak = health.or("soak", WAIT_OR_NONE, usual.soak());
    Duration deadline = health.or("deadline", WAIT, usual.deadline());
    var read = new HealthSettings(health.or("path", PATH, usual.path()),
        health.or("status", Forms.whole(200, 599), usual.status()), health.optional("body", BODY),
        health.or("goodInARow", Forms.whole(1, 1000), usual.goodInARow()),
        health.or("badInARow", Forms.whole(1, 1000), usual.badInARow()),
        health.or("interval", WAIT, usual.interval()),
        health.or("startWithin", WAIT_OR_NONE, shorter(usual.startWithin(), deadline.dividedBy(4))),
        deadline, health.or("restoreDeadline", WAIT, usual.restoreDeadline()),
        soak, health.or("longestSoak", WAIT_OR_NONE, longer(usual.longestSoak(), soak.multipliedBy(2))),
        health.or("errorBudget", Forms.whole(0, 1000), usual.errorBudget()),
        health.or("errorWindow", Forms.whole(1, 1000), usual.errorWindow()),
        health.or("quiet", WAIT_OR_NONE, usual.quiet()));
    if (health.faultsSoFar() == before) {
      fit(health, read);
    }
    return read;
  }

  private static void fit(Section health, HealthSettings read) {
    Duration run = read.interval().multipliedBy(read.goodInARow());
    fitsInto(health, "deadline", read.deadline(), run);
    fitsInto(health, "restoreDeadline", read.restoreDeadline(), run);
    if (read.startWithin().compareTo(read.deadline()) >= 0) {
      health.fault("startWithin", "is " + Forms.inWords(read.startWithin()) + ", not less than deadline ("
          + Forms.inWords(read.deadline()) + "), so that no bad answer could count",
          "make it shorter, or leave it out");
    }
    if (read.soak().isPositive() && read.soak().compareTo(read.interval()) < 0) {
      health.fault("soak", "is " + Forms.inWords(read.soak()) + ", too short for one probe every "
          + Forms.inWords(read.interval()), "make it longer than the interval, or 0s for none");
    }
    if (read.longestSoak().compareTo(read.soak()) < 0) {
      health.fault("longestSoak", "is " + Forms.inWords(read.longestSoak()) + ", shorter than soak ("
          + Forms.inWords(read.soak()) + ")", "make it longer, or leave it out");
    }
    if (read.quiet().plus(run).compareTo(read.restoreDeadline()) >= 0) {
      health.fault("quiet", "is " + Forms.inWords(read.quiet()) + ", so long that goodInARow x interval ("
          + Forms.inWords(run) + ") after it does not fit into restoreDeadline ("
          + Forms.inWords(read.restoreDeadline()) + ")", "make it shorter, or restoreDeadline longer");
    }
    if (read.errorBudget() >= read.errorWindow()) {
      health.fault("errorBudget", "is " + read.errorBudget() + ", not less than errorWindow (" + read.errorWindow()
          + "), so that nothing could fail", "make it less than errorWindow");
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** What only the two groups together can get wrong. */
  static void fit(Section health, HealthSettings well, ProofSettings proof) {
    Duration run = well.interval().multipliedBy(well.goodInARow());
    if (proof.require() == Grade.SETTLED && well.quiet().plus(run).compareTo(well.deadline()) >= 0) {
      health.fault("quiet", "is " + Forms.inWords(well.quiet()) + ", so long that goodInARow x interval ("
          + Forms.inWords(run) + ") after it does not fit into deadline (" + Forms.inWords(well.deadline()) + ")",
          "make it shorter, or deadline longer");
    }
    boolean frontToo = well.status() / 100 == 3 || well.status() == 401 || well.status() == 403;
    if (frontToo && proof.marker().filter(Marker.Header.class::isInstance).isEmpty()) {
      health.fault("status", "is " + well.status() + ", which a sign-in before the app answers too",
          "take a path that answers 200, or name a header that only the app sends: proof.marker.header");
    }
  }

  private static void fitsInto(Section health, String key, Duration deadline, Duration run) {
    if (run.compareTo(deadline) >= 0) {
      health.fault(key, "is " + Forms.inWords(deadline) + ", but goodInARow x interval alone takes "
          + Forms.inWords(run), "make it longer, or interval shorter");
    }
  }

  static ProofSettings proof(Section proof) {
    ProofSettings usual = ProofSettings.standard();
    var read = new ProofSettings(proof.or("require", Forms.word(Grade.class), usual.require()),
        proof.or("label", LABEL, usual.label()), marker(proof, "marker", usual.marker()),
        marker(proof, INSTANCE, usual.instance()));
    if (read.require() == Grade.PROVEN && proof.says("marker", "none")) {
      proof.fault("marker", "is none, but proof.require is proven",
          "name the app's marker, or accept less: require: observed or settled");
    }
    return read;
  }

  private static Optional<Marker> marker(Section proof, String key, Optional<Marker> usual) {
    if (!proof.has(key)) {
      return usual;
    }
    if (proof.says(key, "none")) {
      return Optional.empty();
    }
    Section marker = proof.section(key);
    Optional<Marker> pointer = marker.optional("pointer", POINTER);
    Optional<Marker> header = marker.optional("header", HEADER);
    boolean cookies = key.equals(INSTANCE); // a cookie is the front end's, and knows nothing of images
    Optional<Marker> cookie = cookies ? marker.optional("cookie", COOKIE) : Optional.empty();
    if (Stream.of("pointer", "header", "cookie").limit(cookies ? 3 : 2).filter(marker::has).count() != 1) {
      proof.fault(key, "must say one place where the app reports it",
          "write {pointer: /revision}, {header: X-Revision} or none");
    }
    return pointer.or(() -> header).or(() -> cookie);
  }
}
