-- What reconciliation remembers: state, not history, kept whatever its age.
CREATE TABLE sighting (
  app TEXT PRIMARY KEY,
  follows TEXT NOT NULL, -- repository and tags that the app followed then
  tag TEXT NOT NULL,
  digest TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Since when the registry's own delivery log of a webhook counts.
CREATE TABLE hook_log (
  webhook TEXT PRIMARY KEY, -- resource id
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_event ON delivery (registry, event) WHERE event IS NOT NULL;
