package sandbox.arm;

/** The name of one container registry, as the path of an ARM request spells it. */
public record RegistryId(String subscription, String group, String name) implements ResourceId {
  /** The resource id, which is also the topic of the registry's events. */
  @Override
  public String path() {
    return "/subscriptions/" + subscription + "/resourceGroups/" + group
        + "/providers/Microsoft.ContainerRegistry/registries/" + name;
  }
}
