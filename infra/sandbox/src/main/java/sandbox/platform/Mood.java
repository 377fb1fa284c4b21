package sandbox.platform;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sandbox.report.AppOutput;
import sandbox.report.Style;
import sandbox.report.Wording;

/**
 * How the platform behaves where Azure's behaviour is not documented, differs from time to time, or fails. Immutable:
 * start from {@link #usual} and change what matters. Every duration is a setting, so that tests run in milliseconds.
 */
public record Mood(Start start, Switching switching, Failing failing, Front front, Reporting reporting) {
  /**
   * Bringing a container up.
   *
   * @param slowPull added to every pull
   * @param limit how long a container may take to answer its first request; App Service's own default is 230 s, and the
   *     app setting {@code WEBSITES_CONTAINER_START_TIME_LIMIT} wins over this
   * @param ping between two warm-up requests
   * @param retryFirst wait before a failed start is tried again, doubled each time up to {@code retryMost}
   */
  public record Start(int instances, boolean pullRefused, Duration slowPull, Duration limit, Duration ping,
      Duration retryFirst, Duration retryMost) {}

  /**
   * Going from the old containers to the new ones.
   *
   * @param stopFirst the old ones go before the new ones start; otherwise they serve until the new ones answer
   * @param mixed for how long old and new answer in turns after the switch
   * @param staleReads for how long ARM shows the old configuration after a write
   * @param stopLimit between SIGTERM and SIGKILL
   */
  public record Switching(boolean stopFirst, Duration mixed, Duration staleReads, Duration stopLimit) {}

  /**
   * After failed starts.
   *
   * @param oldGone how long after the failed start of new containers the old ones are stopped, 20 s on Azure by two logs;
   *     empty: they go on
   * @param blockAfter so many failed starts in a row block the site, and each further one does again; 0 for never
   * @param blocks how long the site is blocked the first time, the second and so on; the last one is used again
   * @param notice while blocked, the log says this often that a start is prohibited
   * @param changeUnblocks whether a new configuration is started in spite of the block; not known of Azure
   */
  public record Failing(Optional<Duration> oldGone, int blockAfter, List<Duration> blocks, Duration notice,
      boolean changeUnblocks) {
    public Failing {
      blocks = List.copyOf(blocks);
      if (blockAfter > 0 && blocks.isEmpty()) {
        throw new IllegalArgumentException("a site that is blocked is blocked for some time");
      }
    }
  }

  /**
   * What visitors meet.
   *
   * @param errorStatus status of the platform's error page after a switch
   * @param errorPage for how long that page is shown; zero for not at all
   * @param accessRestricted an access restriction of the site turns the visitor away with 403
   * @param stopped the site was stopped by its owner: nothing runs, visitors get 403
   * @param signIn visitors are sent to a sign-in page first
   */
  public record Front(int errorStatus, Duration errorPage, boolean accessRestricted, boolean stopped,
      Optional<SignIn> signIn) {}

  /**
   * A redirect by the site's own authentication, or by a proxy before it.
   *
   * @param status 302 or 307
   * @param path of which visitors are sent away, with what is below it; {@code /} for every one
   */
  public record SignIn(int status, URI location, String path) {
    boolean takes(String asked) {
      return path.equals("/") || asked.equals(path) || asked.startsWith(path + "/");
    }
  }

  /**
   * What the platform says of it all.
   *
   * @param siteStatus whether ARM offers the site status, which it answers with 404 otherwise
   * @param updating whether a start that replaces what runs shows as {@code Updating}, as documented, or as {@code
   *     Starting}, as the logs have it
   */
  public record Reporting(Style style, boolean siteStatus, boolean updating) {}

  /** As Azure mostly is: one instance, the old container serves until the new one answers. */
  public static Mood usual() {
    return new Mood(
        new Start(1, false, Duration.ZERO, Duration.ofSeconds(230), Duration.ofMillis(50), Duration.ofSeconds(1),
            Duration.ofSeconds(30)),
        new Switching(false, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5)),
        new Failing(Optional.empty(), 0, List.of(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5),
            Duration.ofMinutes(15)), Duration.ofSeconds(5), false),
        new Front(503, Duration.ZERO, false, false, Optional.empty()), new Reporting(Style.usual(), true, true));
  }

  public Mood instances(int count) {
    return with(new Start(count, start.pullRefused, start.slowPull, start.limit, start.ping, start.retryFirst,
        start.retryMost));
  }

  public Mood pullRefused(boolean refused) {
    return with(new Start(start.instances, refused, start.slowPull, start.limit, start.ping, start.retryFirst,
        start.retryMost));
  }

  public Mood slowPull(Duration delay) {
    return with(new Start(start.instances, start.pullRefused, delay, start.limit, start.ping, start.retryFirst,
        start.retryMost));
  }

  public Mood startTimeLimit(Duration limit) {
    return with(new Start(start.instances, start.pullRefused, start.slowPull, limit, start.ping, start.retryFirst,
        start.retryMost));
  }

  public Mood ping(Duration interval) {
    return with(new Start(start.instances, start.pullRefused, start.slowPull, start.limit, interval, start.retryFirst,
        start.retryMost));
  }

  public Mood retry(Duration first, Duration most) {
    return with(new Start(start.instances, start.pullRefused, start.slowPull, start.limit, start.ping, first, most));
  }

  /** The old containers serve until the new ones answer. */
  public Mood overlap() {
    return with(new Switching(false, switching.mixed, switching.staleReads, switching.stopLimit));
  }

  /** The old containers are stopped before the new ones start. */
  public Mood stopFirst() {
    return with(new Switching(true, switching.mixed, switching.staleReads, switching.stopLimit));
  }

  public Mood mixed(Duration time) {
    return with(new Switching(switching.stopFirst, time, switching.staleReads, switching.stopLimit));
  }

  public Mood staleReads(Duration time) {
    return with(new Switching(switching.stopFirst, switching.mixed, time, switching.stopLimit));
  }

  public Mood stopLimit(Duration grace) {
    return with(new Switching(switching.stopFirst, switching.mixed, switching.staleReads, grace));
  }

  /** A failed start leaves nothing running, or leaves the old containers running for good. */
  public Mood oldGoneAfterFailedStart(boolean gone) {
    return with(gone ? Optional.of(Duration.ZERO) : Optional.empty());
  }

  /** The old containers serve for so long after a failed start and are stopped then. */
  public Mood oldGoneAfterFailedStart(Duration later) {
    return with(Optional.of(later));
  }

  /** So many failed starts in a row block the site for these times, one after the other; 0 for never. */
  public Mood blocked(int after, Duration... times) {
    return with(new Failing(failing.oldGone, after, times.length == 0 ? failing.blocks : List.of(times), failing.notice,
        failing.changeUnblocks));
  }

  public Mood blockNotice(Duration every) {
    return with(new Failing(failing.oldGone, failing.blockAfter, failing.blocks, every, failing.changeUnblocks));
  }

  public Mood changeUnblocks(boolean does) {
    return with(new Failing(failing.oldGone, failing.blockAfter, failing.blocks, failing.notice, does));
  }

  /** Shows the platform's error page with this status (502 or 503) for a time after each switch. */
  public Mood errorPage(int status, Duration time) {
    return with(new Front(status, time, front.accessRestricted, front.stopped, front.signIn));
  }

  public Mood accessRestricted(boolean restricted) {
    return with(new Front(front.errorStatus, front.errorPage, restricted, front.stopped, front.signIn));
  }

  public Mood stopped(boolean stopped) {
    return with(new Front(front.errorStatus, front.errorPage, front.accessRestricted, stopped, front.signIn));
  }

  /** Sends visitors of a path to a sign-in page; empty lets them in again. */
  public Mood signIn(Optional<SignIn> page) {
    return with(new Front(front.errorStatus, front.errorPage, front.accessRestricted, front.stopped, page));
  }

  public Mood wording(Wording wording) {
    return with(reporting.style.wording(wording));
  }

  public Mood appOutput(AppOutput output) {
    return with(reporting.style.output(output));
  }

  /** Whether one failed start is logged by two lines that each end as if a try had failed. */
  public Mood twiceFailed(boolean twice) {
    return with(reporting.style.twiceFailed(twice));
  }

  public Mood siteStatus(boolean offered) {
    return with(new Reporting(reporting.style, offered, reporting.updating));
  }

  public Mood updating(boolean shown) {
    return with(new Reporting(reporting.style, reporting.siteStatus, shown));
  }

  private Mood with(Optional<Duration> oldGone) {
    return with(new Failing(oldGone, failing.blockAfter, failing.blocks, failing.notice, failing.changeUnblocks));
  }

  private Mood with(Style style) {
    return with(new Reporting(style, reporting.siteStatus, reporting.updating));
  }

  private Mood with(Start other) {
    return new Mood(other, switching, failing, front, reporting);
  }

  private Mood with(Switching other) {
    return new Mood(start, other, failing, front, reporting);
  }

  private Mood with(Failing other) {
    return new Mood(start, switching, other, front, reporting);
  }

  private Mood with(Front other) {
    return new Mood(start, switching, failing, other, reporting);
  }

  private Mood with(Reporting other) {
    return new Mood(start, switching, failing, front, other);
  }
}
