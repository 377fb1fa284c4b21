package relay.azure.arm;

/** Something at Azure Resource Manager that the relay asks for. */
public interface ArmResource {
  /** The resource id, as Azure writes it. */
  String resourceId();

  /** What it is, for sentences: {@code web app shop in resource group prod}. */
  String inWords();
}
