package sandbox;

import java.nio.file.Path;
import java.util.Optional;
import sandbox.eventgrid.Timing;
import sandbox.platform.Platform;

/**
 * How a sandbox is started.
 *
 * @param folder for images, containers and the certificate; empty for one in the temporary folder that is deleted at
 *     the end
 * @param registry how the registry behaves
 * @param engine what containers are started with
 * @param eventGrid the times that Event Grid keeps
 */
public record Options(Optional<Path> folder, sandbox.registry.Options registry, Platform.Engine engine,
    Timing eventGrid) {
  /** A folder of its own, a registry in memory, plain processes, an Event Grid that is in a hurry. */
  public static Options defaults() {
    return new Options(Optional.empty(), sandbox.registry.Options.defaults(), Platform.Engine.PROCESS,
        Timing.quick());
  }

  public Options withFolder(Path place) {
    return new Options(Optional.of(place), registry, engine, eventGrid);
  }

  public Options withRegistry(sandbox.registry.Options other) {
    return new Options(folder, other, engine, eventGrid);
  }

  public Options withEngine(Platform.Engine other) {
    return new Options(folder, registry, other, eventGrid);
  }

  public Options withEventGrid(Timing other) {
    return new Options(folder, registry, engine, other);
  }
}
