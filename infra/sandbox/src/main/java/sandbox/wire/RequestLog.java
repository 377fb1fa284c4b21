package sandbox.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What a stand-in was asked, in order of arrival, so that a test can compare it with what Azure's SDK really sends. */
public final class RequestLog {
  /**
   * One request as received.
   *
   * @param query without the question mark; empty when there is none
   * @param headers by lower-case name
   * @param body as text; empty when there is none
   * @param status what was answered; 0 when the answer was withheld
   */
  public record Entry(Instant at, String method, String path, String query, Map<String, String> headers, String body,
      int status) {
    /** A write is what may change a site: anything but GET, HEAD and OPTIONS. */
    public boolean isWrite() {
      return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
    }
  }

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  public void add(Entry entry) {
    entries.add(entry);
  }

  /** A snapshot in order of arrival. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The matching entries in order of arrival. */
  public List<Entry> entries(Predicate<Entry> wanted) {
    return entries.stream().filter(wanted).toList();
  }

  public void clear() {
    entries.clear();
  }
}
