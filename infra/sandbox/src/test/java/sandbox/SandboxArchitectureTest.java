package sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** The stand-ins know each other as little as Azure's services do. */
@AnalyzeClasses(packages = "sandbox", importOptions = ImportOption.DoNotIncludeTests.class)
class SandboxArchitectureTest {
  @ArchTest
  static final ArchRule the_sandbox_never_depends_on_the_relay = noClasses().should().dependOnClassesThat()
      .resideInAPackage("relay..");
  @ArchTest
  static final ArchRule stand_ins_form_no_cycle = slices().matching("sandbox.(*)..").should().beFreeOfCycles();
  @ArchTest
  static final ArchRule no_package_at_any_depth_is_part_of_a_cycle = slices()
      .assignedFrom(new EachPackage()).should().beFreeOfCycles();
  @ArchTest
  static final ArchRule arm_knows_the_platform_only_through_its_port = noClasses().that()
      .resideInAPackage("sandbox.arm..").should().dependOnClassesThat()
      .resideInAnyPackage("sandbox.platform..", "sandbox.registry..", "sandbox.identity..");
  @ArchTest
  static final ArchRule the_platform_talks_to_registry_and_identity_over_http = noClasses().that()
      .resideInAPackage("sandbox.platform..").should().dependOnClassesThat()
      .resideInAnyPackage("sandbox.registry..", "sandbox.identity..", "sandbox.image..");
  @ArchTest
  static final ArchRule entra_and_event_grid_know_no_other_stand_in = noClasses().that()
      .resideInAnyPackage("sandbox.entra..", "sandbox.eventgrid..").should().dependOnClassesThat()
      .resideInAnyPackage("sandbox", "sandbox.arm..", "sandbox.registry..", "sandbox.identity..", "sandbox.platform..",
          "sandbox.vault..");
  @ArchTest
  static final ArchRule azure_s_own_client_is_for_the_relay = noClasses().should().dependOnClassesThat()
      .resideInAPackage("com.azure..");

  /** Each package is a slice of its own, however deep it lies. */
  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "each package";
    }
  }
}
