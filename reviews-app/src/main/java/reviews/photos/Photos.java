package reviews.photos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a photo from an upload to a page. Never blocks its caller; futures fail with {@link PhotosUnavailableException} while
 * photos cannot be kept or read, and the place recovers by itself.
 *
 * <p>A form's photo is {@link #take taken} first, then its review is stored with the photo's id, then the photo is
 * {@link #confirm confirmed}. When anything in between fails, {@link #discard} it; what a crash leaves behind is thrown
 * away by {@link #sweep}.
 */
public final class Photos {
  static final int MEBIBYTE = 1 << 20;
  static final int MEGAPIXEL = 1_000_000;
  /** The largest upload, in bytes. */
  public static final long MOST_BYTES = 10L * MEBIBYTE;
  public static final long MOST_PIXELS = 50L * MEGAPIXEL;
  public static final int LONGEST_SIDE = 12_000;
  /** A new photo of this age belongs to a form that never came to its end. */
  static final Duration ABANDONED = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Photos.class);
  /** Uploads at work at once, and photos on their way to browsers. */
  private static final int MOST_TAKING = 8;
  private static final int MOST_SENDING = 128;
  private static final int CHUNK_BYTES = 32 * 1024;
  private static final long CHUNK_SECONDS = 30;
  /** Slower than any phone that still shows pages. */
  private static final long SLOWEST_BYTES_PER_SECOND = 32 * 1024;

  private final PhotoStore store;
  private final Clock clock;
  private final VirtualThreads taking;
  private final VirtualThreads sending;
  private final VirtualThreads checking;

  public Photos(Vertx vertx, PhotoStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.taking = new VirtualThreads(vertx, MOST_TAKING);
    this.sending = new VirtualThreads(vertx, MOST_SENDING);
    this.checking = new VirtualThreads(vertx, 1);
  }

  /**
   * Judges, cleans and keeps an uploaded file; fails with {@link BadPhotoException} when it is no photo that is taken. The file may
   * be deleted afterwards, and only then.
   */
  public Future<PhotoId> take(Path upload) {
    return taking.run(() -> {
      CleanPhoto clean = PhotoCheck.of(upload);
      PhotoId id = PhotoId.draw(clean.type());
      store.keep(id, clean);
      return id;
    });
  }

  /** The photo's review is stored. A failure leaves the photo visible; {@link #sweep} tries again. */
  public Future<Void> confirm(PhotoId id) {
    return taking.run(() -> store.confirm(id));
  }

  /** The photo's review came to nothing. Safe to repeat. */
  public Future<Void> discard(PhotoId id) {
    return taking.run(() -> store.delete(id));
  }

  /**
   * Sends a photo with little memory, as fast as the other side takes it, and ends the stream; false when there is none,
   * and then nothing was written.
   *
   * @param begin called with the photo's length before its first byte is written
   */
  public Future<Boolean> send(PhotoId id, WriteStream<Buffer> to, LongConsumer begin) {
    return sending.run(() -> {
      Optional<StoredPhoto> found = store.open(id);
      if (found.isEmpty()) {
        return false;
      }
      try (StoredPhoto photo = found.get()) {
        begin.accept(photo.bytes());
        long end = System.nanoTime()
            + TimeUnit.SECONDS.toNanos(CHUNK_SECONDS + photo.bytes() / SLOWEST_BYTES_PER_SECOND);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int got = photo.content().read(chunk); got >= 0; got = photo.content().read(chunk)) {
          await(to.write(Buffer.buffer(got).appendBytes(chunk, 0, got)));
          if (System.nanoTime() - end > 0) {
            throw new IOException("the other side takes the photo too slowly");
          }
        }
        await(to.end());
      }
      return true;
    });
  }

  /** Whether there is such a photo, and how long it is; empty when there is none. */
  public Future<Optional<Long>> length(PhotoId id) {
    return sending.run(() -> {
      Optional<StoredPhoto> found = store.open(id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (StoredPhoto photo = found.get()) {
        return Optional.of(photo.bytes());
      }
    });
  }

  /** Where a page's picture points to; empty where photos go through the site. */
  public Optional<URI> publicAddress(PhotoId id) {
    return store.publicAddress(id);
  }

  /** Completes when photos can be kept and read now, however many are under way. One at a time. */
  public Future<Void> check() {
    return checking.run(store::check);
  }

  /**
   * Throws away photos whose forms never came to their end, and confirms those whose reviews were stored all the same.
   *
   * @param referred which of these photos reviews refer to
   * @return how many were thrown away
   */
  public Future<Integer> sweep(Function<Set<PhotoId>, Future<Set<PhotoId>>> referred) {
    return taking.run(() -> store.unconfirmed(clock.instant().minus(ABANDONED)))
        .compose(found -> found.isEmpty()
            ? Future.succeededFuture(0)
            : referred.apply(Set.copyOf(found)).compose(used -> settle(found, used)));
  }

  private Future<Integer> settle(List<PhotoId> found, Set<PhotoId> used) {
    return taking.run(() -> {
      var thrown = new HashSet<PhotoId>();
      for (PhotoId id : found) {
        if (used.contains(id)) {
          store.confirm(id);
        } else {
          store.delete(id);
          thrown.add(id);
        }
      }
      if (!thrown.isEmpty()) {
        LOG.info("threw away {} photos whose forms were never finished", thrown.size());
      }
      return thrown.size();
    });
  }

  private static void await(Future<Void> written) throws IOException, InterruptedException {
    try {
      written.toCompletionStage().toCompletableFuture().get(CHUNK_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the other side does not take the photo", e);
    }
  }
}
