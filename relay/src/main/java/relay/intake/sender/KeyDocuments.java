package relay.intake.sender;

import java.io.IOException;
import java.net.URI;

/** Fetches the documents in which an authority publishes its keys. */
@FunctionalInterface
public interface KeyDocuments {
  /**
   * The whole text of a 200 answer. Blocks, under a deadline of its own; follows no redirect.
   *
   * @throws IOException when there is no such answer; the message is fit for the log
   */
  String get(URI document) throws IOException, InterruptedException;
}
