package relay.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import relay.app.AppDirectory;
import relay.app.AppName;
import relay.journal.engine.Engine;
import relay.journal.engine.Session;

/** The port {@link AppDirectory} in SQL. */
final class SqlAppDirectory implements AppDirectory {
  private final Engine engine;
  private final Unreadable unreadable;

  SqlAppDirectory(Engine engine, Unreadable unreadable) {
    this.engine = engine;
    this.unreadable = unreadable;
  }

  private record Row(long id, AppName name, Optional<String> site) {}

  @Override
  public List<Departed> configure(List<Entry> apps) {
    List<Entry> entries = apps.stream().map(entry -> new Entry(entry.name(), entry.site().toLowerCase(Locale.ROOT)))
        .toList();
    Set<Entry> wanted = Set.copyOf(entries);
    Set<String> sites = entries.stream().map(Entry::site).collect(Collectors.toUnmodifiableSet());
    return engine.write(session -> {
      List<Departed> departed = new ArrayList<>();
      for (Row row : named(session)) {
        boolean stays = row.site().isEmpty() || wanted.contains(new Entry(row.name(), row.site().get()));
        if (!stays) {
          session.update("UPDATE app SET name = NULL WHERE id = ?", row.id());
          if (!sites.contains(row.site().orElseThrow())) {
            departed.add(new Departed(row.name(), row.site().orElseThrow(), underWay(session, row.id())));
          }
        }
      }
      for (Entry entry : entries) {
        name(session, entry);
      }
      return departed;
    });
  }

  private List<Row> named(Session session) throws SQLException {
    return unreadable.list(session, "app", "SELECT id, name, site FROM app WHERE name IS NOT NULL",
        row -> new Row(row.getLong(1), new AppName(row.getString(2)), Optional.ofNullable(row.getString(3))));
  }

  /** The row of the site, if there is one, else the one that had the name without a site, else a new one. */
  private static void name(Session session, Entry entry) throws SQLException {
    String name = entry.name().value();
    Optional<Long> known = session.one("SELECT id FROM app WHERE site = ?", row -> row.getLong(1), entry.site());
    if (known.isPresent()) {
      session.update("UPDATE app SET name = NULL WHERE name = ? AND id <> ?", name, known.get());
      session.update("UPDATE app SET name = ? WHERE id = ?", name, known.get());
    } else if (session.update("UPDATE app SET site = ? WHERE name = ? AND site IS NULL", entry.site(), name) == 0) {
      session.update("INSERT INTO app (name, site) VALUES (?, ?)", name, entry.site());
    }
  }

  private static Optional<Long> underWay(Session session, long app) throws SQLException {
    return session.one("SELECT id FROM rollout WHERE app = ? AND settled = 0 AND touched IS NOT NULL ORDER BY id DESC",
        row -> row.getLong(1), app);
  }
}
