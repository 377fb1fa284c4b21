package sandbox.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the jars that are shipped say of what is inside them. */
class ShippedJarsTest {
  private static final String BILL_OF_MATERIALS = "META-INF/sbom/application.cdx.json";
  private static final String NOTICES = "META-INF/NOTICES.txt";
  private static final Set<String> RUNTIME = Set.of("compile", "runtime");
  /** Licences whose text is in the jar as {@code META-INF/LICENSE}, or that ask for no notice. */
  private static final Set<String> WITHOUT_NOTICE = Set.of("Apache-2.0", "MIT-0", "CC0-1.0");

  @ParameterizedTest
  @ValueSource(strings = {"relay", "reviews-app"})
  void the_bill_of_materials_lists_each_dependency_with_the_checksum_that_the_build_verified(String module)
      throws IOException {
    var listed = new TreeMap<String, String>();
    for (JsonObject component : components(module)) {
      listed.put(component.getString("group") + ":" + component.getString("name") + ":"
          + component.getString("version"), sha512(component));
    }

    assertThat(listed).isEqualTo(locked(module));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "reviews-app"})
  void the_licence_report_lists_each_dependency(String module) throws IOException {
    String report = read(module, "META-INF/THIRD-PARTY.txt");

    assertThat(locked(module).keySet()).allSatisfy(dependency -> assertThat(report).contains("(" + dependency + " - "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "reviews-app"})
  void each_dependency_whose_licence_asks_for_a_notice_has_one(String module) throws IOException {
    String notices = read(module, NOTICES);

    assertThat(components(module)).filteredOn(ShippedJarsTest::asksForNotice).isNotEmpty()
        .allSatisfy(component -> assertThat(notices).contains(component.getString("group")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "reviews-app"})
  void the_texts_of_the_licences_are_inside(String module) throws IOException {
    assertThat(read(module, "META-INF/LICENSE")).contains("Apache License");
    assertThat(read(module, "META-INF/EPL-2.0.txt")).contains("Eclipse Public License - v 2.0");
    assertThat(read(module, NOTICES)).contains("Permission is hereby granted", "Redistribution and use in source");
  }

  private static boolean asksForNotice(JsonObject component) {
    return licences(component).stream().noneMatch(WITHOUT_NOTICE::contains);
  }

  private static List<String> licences(JsonObject component) {
    return objects(component.getJsonArray("licenses")).map(choice -> choice.getJsonObject("license"))
        .map(licence -> licence.getString("id", licence.getString("name", ""))).toList();
  }

  private static String sha512(JsonObject component) {
    return objects(component.getJsonArray("hashes")).filter(hash -> "SHA-512".equals(hash.getString("alg")))
        .map(hash -> hash.getString("content")).findFirst().orElse("none");
  }

  private static List<JsonObject> components(String module) throws IOException {
    return objects(new JsonObject(read(module, BILL_OF_MATERIALS)).getJsonArray("components")).toList();
  }

  /** The SHA-512 sums in the module's lock file by group, name and version, of what is needed at run time. */
  private static Map<String, String> locked(String module) throws IOException {
    var lock = new JsonObject(Files.readString(Path.of("../..", module, "dependencies-lock.json")));
    var sums = new TreeMap<String, String>();
    objects(lock.getJsonArray("dependencies")).filter(entry -> RUNTIME.contains(entry.getString("scope")))
        .forEach(entry -> sums.put(entry.getString("groupId") + ":" + entry.getString("artifactId") + ":"
            + entry.getString("version"), hex(entry.getString("integrity"))));
    return sums;
  }

  private static String hex(String integrity) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(integrity.substring("sha512:".length())));
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private static String read(String module, String entry) throws IOException {
    Optional<Path> path = Jars.of(module);
    assumeTrue(path.isPresent(), "the jars are built by mvn package, verify or install");
    try (var jar = new JarFile(path.orElseThrow().toFile());
        InputStream in = jar.getInputStream(jar.getJarEntry(entry))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
