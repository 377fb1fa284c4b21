package reviews.upload;

import io.vertx.core.http.HttpServerRequest;

/** Which bytes of a form are not on disk yet: past a bound its client has to wait. On the event loop of the request. */
final class Backlog {
  private static final int MOST = 256 * 1024;

  private final HttpServerRequest request;
  private int bytes;
  private boolean paused;

  Backlog(HttpServerRequest request) {
    this.request = request;
  }

  void add(int more) {
    bytes += more;
    if (bytes > MOST && !paused) {
      paused = true;
      request.pause();
    }
  }

  void remove(int done) {
    bytes -= done;
    if (bytes <= MOST / 2 && paused) {
      paused = false;
      request.resume();
    }
  }
}
