package relay.http;

import java.io.IOException;
import relay.http.ServerSettings.Address;

/** A port cannot be opened. The message names the setting and the remedy, for the person who starts the relay. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1L;

  ListenException(String setting, Address address, Throwable cause) {
    super(setting + ": " + address.host() + ":" + address.port() + " cannot be listened on (" + reason(cause)
        + "); choose another, or stop the process that uses it", cause);
  }

  /** The first line of the message: what Netty says of a failed bind holds no secret. */
  private static String reason(Throwable cause) {
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.getClass().getSimpleName());
  }
}
