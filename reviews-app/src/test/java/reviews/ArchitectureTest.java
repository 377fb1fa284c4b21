package reviews;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "reviews", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule SQL_STAYS_IN_ITS_ADAPTER = noClasses().that().resideOutsideOfPackage("reviews.sqlite")
      .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule PAGES_KNOW_ONLY_THE_PORT = noClasses().that().resideInAPackage("reviews.web")
      .should().dependOnClassesThat().resideInAPackage("reviews.sqlite");

  @ArchTest
  static final ArchRule RESTAURANTS_KNOW_NEITHER_PAGES_NOR_TEMPLATES = noClasses().that()
      .resideInAPackage("reviews.restaurants").should().dependOnClassesThat()
      .resideInAnyPackage("io.vertx.ext..", "freemarker..", "reviews.web", "reviews.sqlite", "reviews.settings");

  @ArchTest
  static final ArchRule SETTINGS_ARE_PLAIN = classes().that().resideInAPackage("reviews.settings")
      .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "reviews.settings", "org.jspecify..");

  @ArchTest
  static final ArchRule FEATURES_FORM_NO_CYCLE = slices().matching("reviews.(*)..").should().beFreeOfCycles();
}
