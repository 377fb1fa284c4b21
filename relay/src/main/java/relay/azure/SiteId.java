package relay.azure;

/** Names one web app at Azure Resource Manager. */
public record SiteId(String subscription, String resourceGroup, String site) {
  /** The resource id, as Azure writes it. */
  public String resourceId() {
    return "/subscriptions/" + subscription + "/resourceGroups/" + resourceGroup + "/providers/Microsoft.Web/sites/"
        + site;
  }
}
