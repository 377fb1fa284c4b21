package sandbox.arm;

/** What a request to ARM is about. */
public sealed interface ResourceId permits SiteId, RegistryId {
  /** The last name in the path: a web app's, a registry's. */
  String name();

  /** The resource id, which is also its path below ARM's endpoint. */
  String path();
}
