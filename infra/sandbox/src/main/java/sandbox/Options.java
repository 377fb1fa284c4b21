package sandbox;

import java.nio.file.Path;
import java.util.Optional;
import sandbox.platform.Platform;

/**
 * How a sandbox is started.
 *
 * @param folder for images, containers and the certificate; empty for one in the temporary folder that is deleted at
 *     the end
 * @param registry how the registry behaves
 * @param engine what containers are started with
 */
public record Options(Optional<Path> folder, sandbox.registry.Options registry, Platform.Engine engine) {
  /** A folder of its own, a registry in memory, plain processes. */
  public static Options defaults() {
    return new Options(Optional.empty(), sandbox.registry.Options.defaults(), Platform.Engine.PROCESS);
  }
  public Options withFolder(Path place) {
    return new Options(Optional.of(place), registry, engine);
  }
  public Options withRegistry(sandbox.registry.Options other) {
    return new Options(folder, other, engine);
  }
  public Options withEngine(Platform.Engine other) {
    return new Options(folder, registry, other);
  }
}
