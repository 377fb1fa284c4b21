package relay.http;

import java.io.IOException;
import relay.http.ServerSettings.Address;

/** A port cannot be opened; the message names the setting and what to do, for the person who starts the relay. */
public final class ListenFailed extends IOException {
  private static final long serialVersionUID = 1L;

  ListenFailed(String setting, Address address, Throwable cause) {
    super(setting + ": " + address.host() + ":" + address.port() + " cannot be listened on (" + reason(cause)
        + "); choose another, or end what holds it", cause);
  }

  /** The first line of it: Netty's messages of a failed bind hold no secret. */
  private static String reason(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.getClass().getSimpleName());
  }
}
