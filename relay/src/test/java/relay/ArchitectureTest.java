package relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

@AnalyzeClasses(packages = "relay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule azure_stays_in_its_adapter = noClasses().that().resideOutsideOfPackage("..azure..")
      .should().dependOnClassesThat().resideInAPackage("com.azure..");

  @ArchTest
  static final ArchRule the_core_knows_no_technology = noClasses().that()
      .resideInAnyPackage("relay.image..", "relay.app..", "relay.push..", "relay.rollout..", "relay.health..",
          "relay.reconcile..",
          "relay.time..", "relay.coordination..")
      .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "com.azure..", "java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule the_core_depends_on_no_adapter = noClasses().that()
      .resideInAnyPackage("relay.image..", "relay.app..", "relay.push..", "relay.rollout..", "relay.health..",
          "relay.reconcile..",
          "relay.time..", "relay.coordination..")
      .should().dependOnClassesThat().resideInAnyPackage("relay.azure..", "relay.registry..", "relay.journal..",
          "relay.probe..", "relay.http..", "relay.intake..", "relay.api..", "relay.notify..", "relay.cli..",
          "relay.config..");

  @ArchTest
  static final ArchRule vertx_stays_at_the_edge = noClasses().that()
      .resideOutsideOfPackages("relay.assembly..", "relay.http..", "relay.intake..", "relay.registry..",
          "relay.probe..",
          "relay.journal..", "relay.api..", "relay.notify..")
      .should().dependOnClassesThat().resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule sql_stays_in_the_journal = noClasses().that().resideOutsideOfPackage("..journal..")
      .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule the_engine_is_imported_by_assembly_only = noClasses().that()
      .resideOutsideOfPackages("relay.assembly..", "relay.rollout.run..", "relay.rollout.site..",
          "relay.rollout.watch..")
      .should().dependOnClassesThat()
      .resideInAnyPackage("relay.rollout.run..", "relay.rollout.site..", "relay.rollout.watch..");

  @ArchTest
  static final ArchRule the_record_imports_no_engine = noClasses().that()
      .resideInAnyPackage("relay.rollout", "relay.rollout.record")
      .should().dependOnClassesThat().resideInAnyPackage("relay.rollout.act..", "relay.rollout.clues..",
          "relay.rollout.gate..", "relay.rollout.run..", "relay.rollout.site..", "relay.rollout.watch..");

  @ArchTest
  static final ArchRule no_package_at_any_depth_is_part_of_a_cycle = slices()
      .assignedFrom(new EachPackage()).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule features_form_no_cycle = slices().matching("relay.(*)..").should().beFreeOfCycles();

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
