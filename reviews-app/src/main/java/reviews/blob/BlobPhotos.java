package reviews.blob;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.AzureException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reviews.photos.CleanPhoto;
import reviews.photos.PhotoId;
import reviews.photos.PhotoStore;
import reviews.photos.StoredPhoto;

/**
 * Each photo is a blob under its id, with its type as content type. A new one carries the metadata {@code state=new} until
 * its review is stored. The container is made by whoever sets up the account: the app's identity need not be allowed to.
 */
public final class BlobPhotos implements PhotoStore {
  private static final String STATE = "state";
  private static final String NEW = "new";
  private static final int NOT_FOUND = 404;
  private static final long BLOCK_BYTES = 1 << 20;
  private static final int MOST_UNCONFIRMED = 500;
  private static final Duration CALL_WITHIN = Duration.ofSeconds(20);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final int TRIES = 3;
  /** Ids are never used twice. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private interface Call<T> {
    T to(BlobContainerClient container) throws IOException;
  }

  private final URI endpoint;
  private final String name;
  private final boolean openToAll;
  private final Supplier<TokenCredential> credential;
  private @Nullable BlobContainerClient container;

  /**
   * Connects to nothing yet.
   *
   * @param openToAll whether browsers may fetch photos from the container by themselves
   */
  public BlobPhotos(URI endpoint, String container, boolean openToAll, Supplier<TokenCredential> credential) {
    this.endpoint = endpoint;
    this.name = container;
    this.openToAll = openToAll;
    this.credential = credential;
  }

  @Override
  public void keep(PhotoId id, CleanPhoto photo) throws IOException {
    call(blobs -> {
      try (InputStream from = photo.open()) {
        return blobs.getBlobClient(id.value()).uploadWithResponse(new BlobParallelUploadOptions(from)
            .setParallelTransferOptions(new ParallelTransferOptions().setBlockSizeLong(BLOCK_BYTES)
                .setMaxConcurrency(1).setMaxSingleUploadSizeLong(BLOCK_BYTES))
            .setHeaders(new BlobHttpHeaders().setContentType(id.type().mediaType()).setCacheControl(FOR_EVER))
            .setMetadata(Map.of(STATE, NEW))
            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")), null, null);
      }
    });
  }

  @Override
  public void confirm(PhotoId id) throws IOException {
    call(blobs -> {
      try {
        blobs.getBlobClient(id.value()).setMetadata(Map.of());
      } catch (BlobStorageException e) {
        if (e.getStatusCode() != NOT_FOUND) {
          throw e;
        }
      }
      return true;
    });
  }

  @Override
  public Optional<StoredPhoto> open(PhotoId id) throws IOException {
    return call(blobs -> {
      try {
        var content = blobs.getBlobClient(id.value()).openInputStream();
        return Optional.of(new StoredPhoto(content.getProperties().getBlobSize(), content));
      } catch (BlobStorageException e) {
        if (e.getStatusCode() == NOT_FOUND) {
          return Optional.empty();
        }
        throw e;
      }
    });
  }

  @Override
  public void delete(PhotoId id) throws IOException {
    call(blobs -> blobs.getBlobClient(id.value()).deleteIfExists());
  }

  @Override
  public List<PhotoId> unconfirmed(Instant before) throws IOException {
    return call(blobs -> {
      var found = new ArrayList<PhotoId>();
      var options = new ListBlobsOptions().setDetails(new BlobListDetails().setRetrieveMetadata(true));
      for (var blob : blobs.listBlobs(options, CALL_WITHIN)) {
        boolean isNew = blob.getMetadata() != null && NEW.equals(blob.getMetadata().get(STATE));
        if (isNew && blob.getProperties().getLastModified().toInstant().isBefore(before)) {
          PhotoId.parse(blob.getName()).ifPresent(found::add);
        }
        if (found.size() == MOST_UNCONFIRMED) {
          break;
        }
      }
      return found;
    });
  }

  /** Sees whether the container is there and lets itself be read; that it can be written shows with the first photo. */
  @Override
  public void check() throws IOException {
    call(blobs -> blobs.getPropertiesWithResponse(null, CALL_WITHIN, null));
  }

  @Override
  public Optional<URI> publicAddress(PhotoId id) {
    return openToAll ? Optional.of(URI.create(endpoint + "/" + name + "/" + id.value())) : Optional.empty();
  }

  private <T> T call(Call<T> call) throws IOException {
    try {
      return call.to(container());
    } catch (BlobStorageException e) {
      throw new IOException("the storage account answered " + e.getStatusCode() + " " + e.getErrorCode(), e);
    } catch (AzureException | UncheckedIOException | IllegalStateException e) {
      throw new IOException("the storage account cannot be used: " + e.getClass().getSimpleName(), e);
    }
  }

  private synchronized BlobContainerClient container() {
    if (container == null) {
      container = new BlobServiceClientBuilder().endpoint(endpoint.toString()).credential(credential.get())
          .httpClient(new JdkHttpClientBuilder().connectionTimeout(CONNECT_WITHIN).responseTimeout(CALL_WITHIN).build())
          .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, TRIES, CALL_WITHIN, Duration.ofMillis(200),
              Duration.ofSeconds(1), null))
          .buildClient().getBlobContainerClient(name);
    }
    return container;
  }
}
