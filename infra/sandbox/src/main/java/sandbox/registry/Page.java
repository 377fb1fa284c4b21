package sandbox.registry;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.Optional;
import sandbox.registry.protocol.OciErrorException;

/**
 * One page of a list in lexical order, as {@code n} and {@code last} of a request ask for it.
 *
 * @param most how many names a page has
 */
record Page(List<String> shown, int most, boolean isLast) {
  private static final String USUAL = "100";
  private static final int NAMES_AT_MOST = 1000;

  /** @param all in lexical order */
  static Page of(HttpServerRequest request, List<String> all) {
    int most = size(Optional.ofNullable(request.getParam("n")).orElse(USUAL));
    String last = Optional.ofNullable(request.getParam("last")).orElse("");
    List<String> after = all.stream().filter(name -> name.compareTo(last) > 0).toList();
    List<String> shown = after.subList(0, Math.min(most, after.size()));
    return new Page(shown, most, shown.size() == after.size() || shown.isEmpty());
  }

  JsonArray names() { return new JsonArray(shown); }

  /** Tells where the next page is, if there is one. */
  void link(HttpServerRequest request, String path) {
    if (!isLast) {
      request.response().putHeader("Link", "<" + path + "?last=" + shown.getLast() + "&n=" + most + ">; rel=\"next\"");
    }
  }

  private static int size(String asked) {
    if (!asked.matches("\\d{1,9}")) {
      throw new OciErrorException(400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested");
    }
    return Math.min(Integer.parseInt(asked), NAMES_AT_MOST);
  }
}
