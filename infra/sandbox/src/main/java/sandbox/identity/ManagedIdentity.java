package sandbox.identity;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** One managed identity: its client id (what one configures) and its object id (what roles are assigned to). */
public record ManagedIdentity(String clientId, String principalId) {
  /** With an object id derived from the client id, so that it is the same in each run. */
  public static ManagedIdentity of(String clientId) {
    return new ManagedIdentity(clientId,
        UUID.nameUUIDFromBytes(("principal of " + clientId).getBytes(StandardCharsets.UTF_8)).toString());
  }
}
