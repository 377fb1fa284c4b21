package reviews.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reviews.visits.Browser;
import reviews.visits.Country;
import reviews.visits.OperatingSystem;
import reviews.visits.Visit;
import reviews.visits.VisitTotals;
import reviews.visits.Visits;
import reviews.web.edge.Edge;

/** Links to documents on building secure apps, and who came to read them: kinds of browsers and systems, nobody's name. */
final class SecurityPage implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityPage.class);

  /** One table of the page. */
  record Table(String title, String of, List<Row> rows) {}

  /** @param width of a bar in a picture 100 units wide */
  record Row(String label, long visits, String share, String width) {}

  private final Visits visits;
  private final Edge edge;
  private final Pages pages;

  SecurityPage(Visits visits, Edge edge, Pages pages) {
    this.visits = visits;
    this.edge = edge;
    this.pages = pages;
  }

  /** The documents need no store, so the page is there without one; then it says that nothing was counted. */
  @Override
  public void handle(RoutingContext ctx) {
    boolean read = ctx.request().method().equals(HttpMethod.GET) && ctx.request().getHeader("Sec-Purpose") == null;
    String agent = Optional.ofNullable(ctx.request().getHeader("User-Agent")).orElse("");
    var visit = Visit.of(agent, edge.country(ctx).orElse(""));
    (read ? visits.count(visit) : Future.<Void>succeededFuture()).compose(_ -> visits.totals())
        .map(Optional::of).otherwise(failure -> {
          LOG.warn("visits cannot be counted: {}", failure.getMessage());
          return Optional.empty();
        }).onSuccess(totals -> show(ctx, totals)).onFailure(ctx::fail);
  }

  private void show(RoutingContext ctx, Optional<VisitTotals> totals) {
    pages.show(ctx, 200, "security", "Building secure apps",
        Map.of("documents", SecureDocuments.ALL, "counted", totals.isPresent(), "all",
            totals.map(VisitTotals::all).orElse(0L), "tables", totals.map(SecurityPage::tables).orElse(List.of())));
  }

  private static List<Table> tables(VisitTotals totals) {
    return List.of(table("By browser", "Browser", totals.browsers(), Browser::label),
        table("By operating system", "System", totals.systems(), OperatingSystem::label),
        table("By country", "Country", totals.countries(), Country::label)).stream()
        .filter(table -> !table.rows().isEmpty()).toList();
  }

  private static <T> Table table(String title, String of, List<VisitTotals.Count<T>> counts,
      Function<T, String> label) {
    long all = Math.max(1, counts.stream().mapToLong(VisitTotals.Count::visits).sum());
    return new Table(title, of, counts.stream().map(count -> {
      long share = Math.round(100.0 * count.visits() / all);
      return new Row(label.apply(count.of()), count.visits(), share + " %", Long.toString(share));
    }).toList());
  }
}
