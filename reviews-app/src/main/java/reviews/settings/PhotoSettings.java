package reviews.settings;

import java.net.URI;
import java.nio.file.Path;

/** Where photos are kept. */
public sealed interface PhotoSettings {
  record Folder(Path folder) implements PhotoSettings {}

  /**
   * In Azure Blob Storage, by the app's managed identity.
   *
   * @param endpoint the account's address
   * @param openToAll whether browsers fetch photos from there by themselves, which a container for everybody must allow
   */
  record Blobs(URI endpoint, String container, boolean openToAll) implements PhotoSettings {}
}
