package sandbox.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What goes into an image. The same plan over the same files makes the same digest.
 *
 * @param classPath jars and folders of classes
 * @param classes single classes, taken by themselves from wherever this program has them; without their nested classes
 * @param jvmFlags before the class path
 * @param modules of the JDK that the runtime in the image is to have
 */
public record ImagePlan(List<Path> classPath, List<Class<?>> classes, String mainClass, List<String> jvmFlags,
    Map<String, String> environment, Map<String, String> labels, Set<String> modules) {
  /** For a quick start of a small program: half of what the JVM does by default would never pay off. */
  public static final List<String> QUICK_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
      "-XX:-UsePerfData", "-Xmx128m");
  private static final String LABEL = "org.opencontainers.image.";

  public ImagePlan {
    classPath = List.copyOf(classPath);
    classes = List.copyOf(classes);
    jvmFlags = List.copyOf(jvmFlags);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    modules = Set.copyOf(modules);
  }

  /** A program from jars and folders of classes, with quick-start flags and {@code java.base} only. */
  public static ImagePlan of(String mainClass, List<Path> classPath) {
    return new ImagePlan(classPath, List.of(), mainClass, QUICK_START, Map.of(), Map.of(), Set.of("java.base"));
  }

  /**
   * The {@link SampleApp} with this revision in its label and in {@code REVISION}.
   *
   * @param behaviour as SampleApp describes them
   */
  public static ImagePlan sample(String revision, String behaviour) {
    return new ImagePlan(List.of(), List.of(SampleApp.class), SampleApp.class.getName(), QUICK_START, Map.of(),
        Map.of(),
        Set.of("java.base", "jdk.httpserver")).withRevision(revision).withEnvironment("SAMPLE_BEHAVIOUR", behaviour);
  }

  /** The label that a relay compares, and the setting {@code REVISION} that the app reports. */
  public ImagePlan withRevision(String revision) {
    return withLabel(LABEL + "revision", revision).withEnvironment("REVISION", revision);
  }

  public ImagePlan withVersion(String version) { return withLabel(LABEL + "version", version); }

  public ImagePlan withSource(String source) { return withLabel(LABEL + "source", source); }

  public ImagePlan withLabel(String name, String value) {
    return new ImagePlan(classPath, classes, mainClass, jvmFlags, environment, with(labels, name, value), modules);
  }

  public ImagePlan withEnvironment(String name, String value) {
    return new ImagePlan(classPath, classes, mainClass, jvmFlags, with(environment, name, value), labels, modules);
  }

  public ImagePlan withModules(String... more) {
    var all = new TreeSet<>(modules);
    all.addAll(List.of(more));
    return new ImagePlan(classPath, classes, mainClass, jvmFlags, environment, labels, all);
  }

  public ImagePlan withJvmFlags(String... more) {
    var all = new ArrayList<>(jvmFlags);
    all.addAll(List.of(more));
    return new ImagePlan(classPath, classes, mainClass, all, environment, labels, modules);
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    var more = new TreeMap<>(map);
    more.put(name, value);
    return more;
  }
}
