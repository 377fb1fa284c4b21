package relay.health;

import java.util.Map;

/** What came back from one probe. */
public sealed interface Answer {
  /**
   * An HTTP answer.
   *
   * @param headers by lower-case name, the first value of each, but of {@code set-cookie} all, a line each
   * @param body the first 64 KiB as text; empty when there was none
   */
  record Reply(int status, Map<String, String> headers, String body) implements Answer {
    public Reply {
      headers = Map.copyOf(headers);
    }
  }

  /** No HTTP answer, and why, in words that are fit for the record. */
  record NoReply(Trouble trouble, String detail) implements Answer {}

  /** Where the way to an answer ended. */
  enum Trouble {
    /** The relay has no token to show: nothing was asked. */
    IDENTITY,
    DNS,
    CONNECT,
    TLS,
    TIMEOUT,
    BROKEN,
    /** A front end answered in the app's place: a sign-in, an access restriction, another host's redirect. */
    FRONT
  }
}
