package relay.app;

import java.util.List;
import java.util.Optional;

/**
 * Which apps the configuration names. The journal keeps each by its site, so that a renamed app stays the same app and a
 * name that moves to another site starts anew. Blocks.
 */
public interface AppDirectory {
  /**
   * Makes the configuration's names current, in one transaction; called once at each start, before anything else is asked
   * by name. A site that was known under another name keeps its record and its rollouts under the new one; a name whose
   * site is another one begins with an empty record. Safe to repeat.
   *
   * @return what was left behind
   */
  List<Departed> configure(List<Entry> apps);

  /** {@code site} is the resource id, compared without case. */
  record Entry(AppName name, String site) {}

  /**
   * An app that the configuration no longer names.
   *
   * @param underWay the id of the rollout that had touched it and did not end; it goes on when the site is named again
   */
  record Departed(AppName name, String site, Optional<Long> underWay) {}
}
