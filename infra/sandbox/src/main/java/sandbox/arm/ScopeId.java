package sandbox.arm;

/**
 * What a list is of: a subscription, or one resource group of it.
 *
 * @param group empty for the whole subscription
 */
public record ScopeId(String subscription, String group) implements ResourceId {
  /** Of the resource group, or of the subscription when there is none. */
  @Override
  public String name() {
    return group.isEmpty() ? subscription : group;
  }

  @Override
  public String path() {
    return "/subscriptions/" + subscription + (group.isEmpty() ? "" : "/resourceGroups/" + group);
  }

  boolean holds(ResourceId resource) {
    return resource.subscription().equalsIgnoreCase(subscription)
        && (group.isEmpty() || resource.group().equalsIgnoreCase(group));
  }
}
