-- Times are microseconds since 1970 UTC. JSON columns are written and read by relay.journal.Codec.
-- AUTOINCREMENT where an id is told to people or senders: it must never name something else after pruning.

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  door TEXT NOT NULL,
  registry TEXT NOT NULL,
  received INTEGER NOT NULL,
  event TEXT,
  action TEXT NOT NULL,
  body TEXT NOT NULL,
  ignored TEXT NOT NULL -- JSON array of sentences
) STRICT;
CREATE INDEX delivery_received ON delivery (received);

CREATE TABLE push (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  registry TEXT NOT NULL,
  host TEXT NOT NULL,
  repository TEXT NOT NULL,
  tag TEXT NOT NULL,
  digest TEXT NOT NULL,
  at TEXT NOT NULL, -- ISO 8601: the sender's word, any year
  decided INTEGER -- NULL until it was
) STRICT;
CREATE INDEX push_delivery ON push (delivery);
CREATE INDEX push_undecided ON push (id) WHERE decided IS NULL;

CREATE TABLE outcome (
  id INTEGER PRIMARY KEY,
  push INTEGER NOT NULL REFERENCES push (id) ON DELETE CASCADE,
  app TEXT,
  sentence TEXT NOT NULL
) STRICT;
CREATE INDEX outcome_push ON outcome (push);

CREATE TABLE rollout (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  app TEXT NOT NULL,
  request TEXT NOT NULL, -- JSON
  label TEXT NOT NULL,
  state TEXT NOT NULL, -- JSON
  opened INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  touched INTEGER, -- the newest moment whose state says that the app was touched
  proven TEXT, -- JSON of the image that was healthy, while the state is Healthy
  cancel_who TEXT,
  cancel_why TEXT
) STRICT;
CREATE INDEX rollout_app ON rollout (app, id);
CREATE INDEX rollout_unfinished ON rollout (app, id) WHERE settled = 0;
CREATE INDEX rollout_touched ON rollout (app, touched) WHERE touched IS NOT NULL;
CREATE INDEX rollout_proven ON rollout (app, proven, touched) WHERE proven IS NOT NULL;

CREATE TABLE moment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rollout INTEGER NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  sentence TEXT NOT NULL
) STRICT;
CREATE INDEX moment_rollout ON moment (rollout, id);

CREATE TABLE app (
  name TEXT PRIMARY KEY,
  expected TEXT, -- linuxFxVersion to the letter
  live_tag TEXT,
  presumed TEXT, -- JSON
  foreign_image TEXT, -- linuxFxVersion to the letter
  hold TEXT -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE rejected (
  app TEXT NOT NULL,
  digest TEXT NOT NULL,
  why TEXT NOT NULL,
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
  done INTEGER, -- when it was told or given up; NULL while it waits
  told INTEGER NOT NULL DEFAULT 0,
  why TEXT -- of the last try that failed
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next) WHERE done IS NULL;
