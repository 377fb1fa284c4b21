package sandbox.arm;

/**
 * The name of one web app or slot, as the path of an ARM request spells it.
 *
 * @param slot empty for the production slot
 */
public record SiteId(String subscription, String group, String name, String slot) implements ResourceId {
  /** The production slot of a web app. */
  public static SiteId of(String subscription, String group, String name) {
    return new SiteId(subscription, group, name, "");
  }

  public SiteId inSlot(String other) {
    return new SiteId(subscription, group, name, other);
  }

  /** The resource id, which is also the path of the site below ARM's endpoint. */
  @Override
  public String path() {
    return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/Microsoft.Web/sites/" + name
        + (slot.isEmpty() ? "" : "/slots/" + slot);
  }
}
