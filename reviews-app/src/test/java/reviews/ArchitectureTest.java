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
  static final ArchRule SQLITE_STAYS_IN_ITS_ADAPTER = only("reviews.sqlite", "java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule POSTGRESQL_STAYS_IN_ITS_ADAPTER = only("reviews.postgres", "io.vertx.pgclient..",
      "io.vertx.sqlclient..");

  @ArchTest
  static final ArchRule MONGODB_STAYS_IN_ITS_ADAPTER = only("reviews.mongo", "io.vertx.ext.mongo..", "com.mongodb..",
      "org.bson..");

  @ArchTest
  static final ArchRule AZURE_STAYS_IN_ITS_ADAPTERS = noClasses().that()
      .resideOutsideOfPackages("reviews.identity", "reviews.vault", "reviews.blob").should().dependOnClassesThat()
      .resideInAPackage("com.azure..");

  @ArchTest
  static final ArchRule PAGES_KNOW_ONLY_THE_PORTS = noClasses().that().resideInAPackage("reviews.web..")
      .should().dependOnClassesThat().resideInAnyPackage("reviews.sqlite", "reviews.postgres", "reviews.mongo",
          "reviews.blob", "reviews.identity", "reviews.vault");

  @ArchTest
  static final ArchRule RESTAURANTS_KNOW_NEITHER_PAGES_NOR_TEMPLATES = noClasses().that()
      .resideInAPackage("reviews.restaurants").should().dependOnClassesThat()
      .resideInAnyPackage("io.vertx.ext..", "freemarker..", "reviews.web", "reviews.sqlite", "reviews.postgres",
          "reviews.mongo",
          "reviews.settings");

  @ArchTest
  static final ArchRule SETTINGS_ARE_PLAIN = classes().that().resideInAPackage("reviews.settings")
      .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "reviews.settings", "org.jspecify..");

  @ArchTest
  static final ArchRule FEATURES_FORM_NO_CYCLE = slices().matching("reviews.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ROOMS_OF_PAGES_FORM_NO_CYCLE = slices().matching("reviews.web.(*)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ROOMS_DO_NOT_KNOW_THE_PAGES = noClasses().that().resideInAnyPackage("reviews.web.problem",
      "reviews.web.edge", "reviews.web.session", "reviews.web.form").should().dependOnClassesThat()
      .resideInAPackage("reviews.web");

  private static ArchRule only(String adapter, String... libraries) {
    return noClasses().that().resideOutsideOfPackage(adapter).should().dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }
}
