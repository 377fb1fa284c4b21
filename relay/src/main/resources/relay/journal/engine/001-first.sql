-- Times are microseconds since 1970 UTC. JSON columns are written and read by relay.journal.Codec: codes and values, never
-- sentences. AUTOINCREMENT where an id is given to people or senders: it must never name something else after pruning.

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  receiver TEXT NOT NULL,
  registry TEXT NOT NULL,
  received INTEGER NOT NULL,
  event TEXT,
  action TEXT NOT NULL,
  body TEXT NOT NULL,
  ignored TEXT NOT NULL, -- JSON array
  deletions TEXT NOT NULL, -- JSON array
  quarantined TEXT NOT NULL -- JSON array
) STRICT;
CREATE INDEX delivery_received ON delivery (received);
CREATE INDEX delivery_event ON delivery (registry, event) WHERE event IS NOT NULL;

CREATE TABLE push (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  registry TEXT NOT NULL,
  host TEXT NOT NULL,
  repository TEXT NOT NULL,
  tag TEXT NOT NULL,
  digest TEXT, -- NULL when the sender named none
  at TEXT NOT NULL, -- ISO 8601: the sender's word, any year
  decided INTEGER -- NULL until it was
) STRICT;
CREATE INDEX push_delivery ON push (delivery);
CREATE INDEX push_undecided ON push (registry, id) WHERE decided IS NULL;
CREATE INDEX push_digest ON push (digest);

CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  push INTEGER NOT NULL REFERENCES push (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX outcome_push ON outcome (push);

-- An app is known by its site; its name is the configuration's, and NULL while the configuration does not name it.
CREATE TABLE app (
  id INTEGER PRIMARY KEY,
  name TEXT UNIQUE,
  site TEXT UNIQUE, -- resource id in lower case; NULL until the configuration said it
  live TEXT, -- linuxFxVersion to the letter
  live_tag TEXT,
  presumed TEXT, -- JSON
  foreign_image TEXT, -- linuxFxVersion to the letter
  hold TEXT, -- JSON
  observation TEXT -- JSON
) STRICT;

CREATE TABLE rollout (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  app INTEGER NOT NULL REFERENCES app (id),
  request TEXT NOT NULL, -- JSON
  label TEXT NOT NULL,
  state TEXT NOT NULL, -- JSON
  version INTEGER NOT NULL, -- grows with each save
  opened INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  touched INTEGER, -- the newest moment whose state says that the app was touched
  stop TEXT -- JSON; NULL while nobody wants it ended
) STRICT;
CREATE INDEX rollout_app ON rollout (app, id);
CREATE INDEX rollout_unfinished ON rollout (app, id) WHERE settled = 0;
CREATE INDEX rollout_touched ON rollout (app, touched) WHERE touched IS NOT NULL;

CREATE TABLE moment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rollout INTEGER NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  entry TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX moment_rollout ON moment (rollout, id);

-- Images that were Healthy: state, not history.
CREATE TABLE proven (
  app INTEGER NOT NULL REFERENCES app (id),
  image TEXT NOT NULL, -- JSON
  tag TEXT,
  moment INTEGER NOT NULL, -- greater ones are newer
  PRIMARY KEY (app, image)
) STRICT, WITHOUT ROWID;

CREATE TABLE rejected (
  app INTEGER NOT NULL REFERENCES app (id),
  digest TEXT NOT NULL,
  why TEXT NOT NULL, -- JSON
  at INTEGER NOT NULL,
  PRIMARY KEY (app, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  app TEXT NOT NULL,
  why TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  announcement TEXT NOT NULL, -- JSON
  opened INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next INTEGER NOT NULL DEFAULT 0, -- 0: at once
  done INTEGER, -- when it was sent or given up; NULL while it waits
  sent INTEGER NOT NULL DEFAULT 0,
  why TEXT -- of the last try that failed
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next) WHERE done IS NULL;

-- Images of which a quarantine event was recorded and no push. State, not history: kept whatever its age.
CREATE TABLE quarantine (
  host TEXT NOT NULL,
  repository TEXT NOT NULL,
  digest TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (host, repository, digest)
) STRICT, WITHOUT ROWID;

-- What reconciliation remembers: state, not history, kept whatever its age.
CREATE TABLE sighting (
  app INTEGER PRIMARY KEY REFERENCES app (id),
  follows TEXT NOT NULL, -- repository and tags that the app followed then
  tag TEXT, -- NULL, like the digest, when there was no such tag
  digest TEXT,
  at INTEGER NOT NULL
) STRICT;

-- Since when the registry's own delivery log of a webhook counts.
CREATE TABLE hook_log (
  webhook TEXT PRIMARY KEY, -- resource id
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When the journal was last shown to take a write, so that a full disk is known before the next push comes.
CREATE TABLE pulse (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  at INTEGER NOT NULL
) STRICT;
