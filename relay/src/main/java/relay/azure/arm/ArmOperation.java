package relay.azure.arm;

/** The requests that the relay makes to Azure Resource Manager. There are no others. */
public enum ArmOperation {
  GET_SITE("get-site", "read the web app"),
  GET_CONFIG("get-config", "read the configuration"),
  PATCH_CONFIG(
      "patch-config", "set the image"),
  LIST_VAULT_REFERENCES("list-vault-references", "read the Key Vault references"),
  CONTAINER_LOG("container-log", "read the container log"),
  SITE_STATUS("site-status", "read the site status"),
  LIST_INSTANCES("list-instances", "list the instances"),
  RESTART("restart", "restart the app"),
  PERMISSIONS("permissions", "read its own permissions"),
  GET_WEBHOOK("get-webhook", "read the webhook"),
  LIST_EVENTS(
      "list-events", "read the webhook's delivery log"),
  PING("ping-webhook", "ping the webhook");

  private final String label;
  private final String words;

  ArmOperation(String label, String words) {
    this.label = label;
    this.words = words;
  }

  /** For metrics. */
  String label() {
    return label;
  }

  /** For sentences: what the relay wanted to do. */
  String words() {
    return words;
  }
}
