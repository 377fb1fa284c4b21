package sandbox.arm;

/** What a request to ARM is about. */
public sealed interface ResourceId permits SiteId, RegistryId, ScopeId {
  String subscription();

  /** Of the resource group; empty for a whole subscription. */
  String group();

  /** The last name in the path: a web app's, a registry's, a resource group's. */
  String name();

  /** The resource id, which is also its path below ARM's endpoint. */
  String path();
}
