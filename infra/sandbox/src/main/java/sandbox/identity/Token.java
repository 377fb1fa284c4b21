package sandbox.identity;

import java.time.Instant;
import java.util.Set;

/**
 * What a genuine token says.
 *
 * @param audience as asked for, with or without the slash at the end
 * @param clientId of the identity that it was given to
 * @param principalId the identity's object id
 */
public record Token(String audience, String clientId, String principalId, Instant expires) {
  private static final Set<String> ARM = Set.of("https://management.core.windows.net", "https://management.azure.com");
  private static final String REGISTRY = "https://containerregistry.azure.net";

  /** Whether Azure Resource Manager takes it. */
  public boolean isForArm() { return ARM.contains(bareAudience()); }

  /** Whether it has the registry's own, narrow audience. */
  public boolean isForRegistry() {
    return REGISTRY.equals(bareAudience());
  }

  /** Whether it was given for this resource; one slash at the end makes no difference. */
  public boolean isFor(String resource) {
    return bare(resource).equals(bareAudience());
  }

  private String bareAudience() { return bare(audience); }

  private static String bare(String resource) {
    // The SDK asks for "https://management.core.windows.net//.default", which leaves one or two slashes behind.
    return resource.replaceAll("/+$", "");
  }
}
