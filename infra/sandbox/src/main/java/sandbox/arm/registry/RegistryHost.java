package sandbox.arm.registry;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sandbox.arm.RegistryId;

/** What stands behind a registry's management. ARM calls it from its event loop, so that no method may wait. */
public interface RegistryHost {
  RegistryId id();

  String location();

  /** What a client of the registry connects to. */
  String loginServer();

  Policies policies();

  /** By name. */
  Map<String, WebhookSettings> webhooks();

  /** Makes a webhook or changes one. */
  void put(String webhook, WebhookSettings settings);

  /** Takes its lines of the delivery log away too; whether there was one. */
  boolean remove(String webhook);

  /** Sends a ping on its way and names it; empty when there is no such webhook. */
  Optional<String> ping(String webhook);

  /** The delivery log of one webhook, the newest first; empty when there is no such webhook. */
  List<Sent> sent(String webhook);

  /**
   * What the registry demands.
   *
   * @param quarantine whether pushed images wait for a scanner
   * @param armTokens whether it takes tokens made out for the resource manager
   */
  record Policies(boolean quarantine, boolean armTokens) {}

  /**
   * One line of the delivery log.
   *
   * @param requestHeaders credentials masked
   * @param status of the answer; 504 when none came in time
   */
  record Sent(String id, URI requestUri, Map<String, String> requestHeaders, String requestBody, int status,
      String reason, Map<String, String> responseHeaders, String responseBody) {}
}
