package reviews.photos;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

class FolderPhotosTest extends PhotoStoreContract {
  private PhotoStore store = new FolderPhotos(Path.of(""));

  @BeforeEach
  void open() {
    store = new FolderPhotos(folder.resolve("made/when/needed"));
  }

  @Override
  protected PhotoStore store() {
    return store;
  }
}
