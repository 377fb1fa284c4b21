package reviews.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.PublicAccessType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import reviews.photos.BadPhotoException;
import reviews.photos.PhotoId;
import reviews.photos.PhotoStore;
import reviews.photos.PhotoStoreContract;

/** Run by {@code src/test/azurite.sh}, which fetches Azurite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "azurite", matches = ".+", disabledReason = "needs Azurite: run src/test/azurite.sh")
class BlobPhotosTest extends PhotoStoreContract {
  private static final String STORAGE = "https://storage.azure.com";
  private static final PhotoId UNKNOWN = new PhotoId("00000000000000000000000000000000.jpg");

  private Azurite azurite;
  private BlobContainerClient container;
  private PhotoStore store;

  @BeforeAll
  void start(@TempDir Path shared) throws IOException, InterruptedException {
    azurite = new Azurite(Objects.requireNonNull(System.getProperty("azurite")), shared);
    BlobServiceClient account = new BlobServiceClientBuilder().endpoint(azurite.account().toString())
        .credential(Azurite.identity(STORAGE)).httpClient(new JdkHttpClientBuilder().build()).buildClient();
    container = account.createBlobContainer("photos");
    account.createBlobContainerWithResponse("open", null, PublicAccessType.BLOB, Context.NONE);
    store = to("photos", false, STORAGE);
  }

  @AfterAll
  void stop() throws InterruptedException {
    azurite.stop();
  }

  @Override
  protected PhotoStore store() {
    return store;
  }

  @Test
  void a_blob_tells_its_type_and_is_kept_from_strangers() throws IOException, InterruptedException, BadPhotoException {
    PhotoId id = keep(picture());
    var properties = container.getBlobClient(id.value()).getProperties();
    assertThat(properties.getContentType()).isEqualTo("image/png");
    assertThat(properties.getCacheControl()).contains("immutable");
    assertThat(properties.getMetadata()).containsEntry("state", "new");
    assertThat(store.publicAddress(id)).isEmpty();
    assertThat(fetched(URI.create(azurite.account() + "/photos/" + id))).isNotEqualTo(200);
  }

  @Test
  void an_open_container_lets_browsers_fetch_by_themselves()
      throws IOException, InterruptedException, BadPhotoException {
    store = to("open", true, STORAGE);
    try {
      PhotoId id = keep(picture());
      assertThat(fetched(store.publicAddress(id).orElseThrow())).isEqualTo(200);
    } finally {
      store = to("photos", false, STORAGE);
    }
  }

  @Test
  void an_absent_container_and_a_refused_token_are_told_and_nothing_is_taken() {
    PhotoStore nowhere = to("nowhere", false, STORAGE);
    assertThatThrownBy(nowhere::check).isInstanceOf(IOException.class).hasMessageContaining("404 ContainerNotFound");
    PhotoStore stranger = to("photos", false, "https://vault.azure.net");
    assertThatThrownBy(stranger::check).isInstanceOf(IOException.class).hasMessageContaining("403");
    assertThatThrownBy(() -> stranger.open(UNKNOWN)).isInstanceOf(IOException.class);
  }

  private BlobPhotos to(String name, boolean openToAll, String audience) {
    return new BlobPhotos(azurite.account(), name, openToAll, () -> Azurite.identity(audience));
  }

  private static int fetched(URI address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
