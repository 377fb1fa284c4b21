package sandbox.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Builds images from scratch and pushes them to a registry on loopback, with jib-core and without a container engine: a layer with
 * the Java runtime, one with the libraries of the program, one with its classes. The entry point is {@code /jre/bin/java} with a
 * class path relative to the working directory {@code /app}, so that the unpacked layers can be run without a change of root too.
 */
public final class ImageBuilder {
  private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
  private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");
  private static final FilePermissions SHARED = FilePermissions.fromOctalString("777");
  private static final String USER = "10001:10001";

  private final Path cache;
  private final JavaRuntime runtimes;

  /**
   * Nothing is built yet.
   *
   * @param cache a folder for runtimes and layers, made when missing; several processes may share it
   */
  public ImageBuilder(Path cache) {
    this.cache = cache.toAbsolutePath();
    this.runtimes = new JavaRuntime(this.cache);
    // jib sends no token over plain HTTP without this, not even one that it was given over plain HTTP for a loopback host.
    System.setProperty("sendCredentialsOverHttp", "true");
  }

  /**
   * Builds the image and pushes it under all tags, which is one push each; safe to repeat.
   *
   * @param registryHost {@code 127.0.0.1:PORT}; other hosts than loopback are refused
   * @return the digest of its manifest
   * @throws IOException also when the registry refuses the push
   */
  public String push(ImagePlan plan, String registryHost, String repository, String... tags)
      throws IOException, InterruptedException {
    if (!registryHost.matches("(127\\.0\\.0\\.1|localhost):\\d{1,5}") || tags.length == 0) {
      throw new IllegalArgumentException("a loopback host with its port, and at least one tag, are needed");
    }
    JibContainerBuilder image = assemble(plan);
    // Unbounded, as jib's own default: its steps wait for each other inside the pool.
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      var target = RegistryImage.named(ImageReference.of(registryHost, repository, tags[0]));
      Containerizer to = Containerizer.to(target).setAllowInsecureRegistries(true).setToolName("sandbox")
          .setExecutorService(threads).setApplicationLayersCache(cache.resolve("layers"))
          .setBaseImageLayersCache(cache.resolve("base-layers"));
      for (String tag : tags) {
        to.withAdditionalTag(tag);
      }
      return image.containerize(to).getDigest().toString();
    } catch (RegistryException | ExecutionException | CacheDirectoryCreationException e) {
      throw new IOException("the image could not be pushed to " + registryHost + "/" + repository, e);
    }
  }

  private JibContainerBuilder assemble(ImagePlan plan) throws IOException, InterruptedException {
    var classPath = new ArrayList<String>();
    FileEntriesLayer classes = classes(plan, classPath);
    FileEntriesLayer libraries = libraries(plan, classPath);
    var entrypoint = new ArrayList<String>();
    entrypoint.add("/jre/bin/java");
    entrypoint.addAll(plan.jvmFlags());
    entrypoint.addAll(List.of("-cp", String.join(":", classPath), plan.mainClass()));
    JibContainerBuilder image;
    try {
      image = Jib.from("scratch");
    } catch (InvalidImageReferenceException e) {
      throw new IllegalStateException("scratch is jib's own word for no base", e);
    }
    image.setFormat(ImageFormat.OCI).setCreationTime(Instant.EPOCH).setPlatforms(Set.of(platform())).setUser(USER)
        .setWorkingDirectory(AbsoluteUnixPath.get("/app")).setEntrypoint(entrypoint)
        .setEnvironment(plan.environment()).setLabels(plan.labels()).setExposedPorts(Set.of(Port.tcp(8080)))
        .addFileEntriesLayer(runtime(plan.modules()));
    for (FileEntriesLayer layer : List.of(libraries, classes)) {
      if (!layer.getEntries().isEmpty()) {
        image.addFileEntriesLayer(layer);
      }
    }
    return image;
  }

  private static Platform platform() {
    return new Platform("aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64", "linux");
  }

  private FileEntriesLayer runtime(Set<String> modules) throws IOException, InterruptedException {
    Path root = runtimes.root(modules);
    var layer = FileEntriesLayer.builder().setName("java runtime");
    for (Path file : JavaRuntime.files(root)) {
      String path = "/" + root.relativize(file);
      boolean runs = path.contains(".so") || path.startsWith("/jre/bin/") || path.endsWith("/jspawnhelper");
      layer.addEntry(file, AbsoluteUnixPath.get(path), runs ? EXECUTABLE : READABLE);
    }
    Path empty = Files.createDirectories(cache.resolve("empty"));
    layer.addEntry(empty, AbsoluteUnixPath.get("/tmp"), SHARED);
    return layer.build();
  }

  private static FileEntriesLayer libraries(ImagePlan plan, List<String> classPath) {
    var layer = FileEntriesLayer.builder().setName("libraries");
    var names = new LinkedHashSet<String>();
    for (Path jar : plan.classPath()) {
      if (!Files.isDirectory(jar)) {
        String name = jar.getFileName().toString();
        if (!names.add(name)) {
          throw new IllegalArgumentException("two libraries are named " + name);
        }
        layer.addEntry(jar, AbsoluteUnixPath.get("/app/libs/" + name), READABLE);
        classPath.add("libs/" + name);
      }
    }
    return layer.build();
  }

  private FileEntriesLayer classes(ImagePlan plan, List<String> classPath) throws IOException {
    var layer = FileEntriesLayer.builder().setName("classes");
    for (Path folder : plan.classPath()) {
      if (Files.isDirectory(folder)) {
        for (Path file : JavaRuntime.files(folder)) {
          layer.addEntry(file, AbsoluteUnixPath.get("/app/classes/" + folder.relativize(file)), READABLE);
        }
      }
    }
    for (Class<?> single : plan.classes()) {
      String name = single.getName().replace('.', '/') + ".class";
      layer.addEntry(extract(single, name), AbsoluteUnixPath.get("/app/classes/" + name), READABLE);
    }
    FileEntriesLayer built = layer.build();
    if (!built.getEntries().isEmpty()) {
      classPath.add("classes");
    }
    return built;
  }

  /** The class file as a file of its own: it may stand in a jar, or among classes that the image is not to have. */
  private Path extract(Class<?> single, String name) throws IOException {
    Path folder = Files.createDirectories(cache.resolve("classes"));
    Path half = Files.createTempFile(folder, "class", ".part");
    try (InputStream bytes = single.getClassLoader().getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IOException("there is no class file of " + single.getName());
      }
      Files.copy(bytes, half, StandardCopyOption.REPLACE_EXISTING);
    }
    Path file = folder.resolve(Integer.toHexString(Arrays.hashCode(Files.readAllBytes(half))) + "-"
        + single.getSimpleName() + ".class");
    return Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
