package sandbox.platform;

import java.time.Duration;

/**
 * How the platform behaves where Azure's behaviour is not documented, differs from time to time, or fails. Immutable:
 * start from {@link #usual} and change what matters. Every duration is a setting, so that tests run in milliseconds.
 */
public record Mood(Start start, Switching switching, Front front) {
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
   * @param oldGoneAfterFailedStart a failed start leaves nothing running
   * @param mixed for how long old and new answer in turns after the switch
   * @param staleReads for how long ARM shows the old configuration after a write
   * @param stopLimit between SIGTERM and SIGKILL
   */
  public record Switching(boolean stopFirst, boolean oldGoneAfterFailedStart, Duration mixed, Duration staleReads,
      Duration stopLimit) {}

  /**
   * What visitors meet.
   *
   * @param errorStatus status of the platform's error page after a switch
   * @param errorPage for how long that page is shown; zero for not at all
   * @param accessRestricted an access restriction of the site turns the visitor away with 403
   * @param stopped the site was stopped by its owner: nothing runs, visitors get 403
   */
  public record Front(int errorStatus, Duration errorPage, boolean accessRestricted, boolean stopped) {}

  /** As Azure mostly is: one instance, the old container serves until the new one answers. */
  public static Mood usual() {
    return new Mood(
        new Start(1, false, Duration.ZERO, Duration.ofSeconds(230), Duration.ofMillis(50), Duration.ofSeconds(1),
            Duration.ofSeconds(30)),
        new Switching(false, false, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5)),
        new Front(503, Duration.ZERO, false, false));
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
    return with(new Switching(false, switching.oldGoneAfterFailedStart, switching.mixed, switching.staleReads,
        switching.stopLimit));
  }

  /** The old containers are stopped before the new ones start. */
  public Mood stopFirst() {
    return with(new Switching(true, switching.oldGoneAfterFailedStart, switching.mixed, switching.staleReads,
        switching.stopLimit));
  }

  public Mood oldGoneAfterFailedStart(boolean gone) {
    return with(new Switching(switching.stopFirst, gone, switching.mixed, switching.staleReads, switching.stopLimit));
  }

  public Mood mixed(Duration time) {
    return with(new Switching(switching.stopFirst, switching.oldGoneAfterFailedStart, time, switching.staleReads,
        switching.stopLimit));
  }

  public Mood staleReads(Duration time) {
    return with(new Switching(switching.stopFirst, switching.oldGoneAfterFailedStart, switching.mixed, time,
        switching.stopLimit));
  }

  public Mood stopLimit(Duration grace) {
    return with(new Switching(switching.stopFirst, switching.oldGoneAfterFailedStart, switching.mixed,
        switching.staleReads, grace));
  }

  /** Shows the platform's error page with this status (502 or 503) for a time after each switch. */
  public Mood errorPage(int status, Duration time) {
    return with(new Front(status, time, front.accessRestricted, front.stopped));
  }

  public Mood accessRestricted(boolean restricted) {
    return with(new Front(front.errorStatus, front.errorPage, restricted, front.stopped));
  }

  public Mood stopped(boolean stopped) {
    return with(new Front(front.errorStatus, front.errorPage, front.accessRestricted, stopped));
  }

  private Mood with(Start other) {
    return new Mood(other, switching, front);
  }

  private Mood with(Switching other) {
    return new Mood(start, other, front);
  }

  private Mood with(Front other) {
    return new Mood(start, switching, other);
  }
}
