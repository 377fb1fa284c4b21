package relay.azure.arm;

/** Names one web app at Azure Resource Manager. */
public record SiteId(String subscription, String resourceGroup, String site) implements ArmResource {
  /** The resource id, as Azure writes it. */
  @Override
  public String resourceId() {
    return "/subscriptions/" + subscription + "/resourceGroups/" + resourceGroup + "/providers/Microsoft.Web/sites/"
        + site;
  }

  @Override
  public String inWords() {
    return "web app " + site + " in resource group " + resourceGroup;
  }
}
