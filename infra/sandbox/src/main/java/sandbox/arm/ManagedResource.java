package sandbox.arm;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.function.IntFunction;
import sandbox.arm.answer.ArmReply;

/** A resource whose provider has a room of its own; ARM only routes to it, once token, right and allowance are checked. */
public interface ManagedResource {
  ResourceId id();

  /** In which ARM describes it, as in lists of its kind. */
  JsonObject document();

  /** Does what was asked. Called from the event loop, so that it may not wait. */
  ArmReply perform(ArmOperation.Call call, Buffer body, Page page);

  /**
   * Where in a list to go on.
   *
   * @param skip so many rows were on the pages before
   * @param size so many are on this one
   * @param next the address of the page that begins at a row
   */
  record Page(int skip, int size, IntFunction<String> next) {}
}
