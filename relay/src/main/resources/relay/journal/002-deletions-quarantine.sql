-- What else a delivery tells. JSON arrays; what was recorded before told of neither.
ALTER TABLE delivery ADD COLUMN deletions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE delivery ADD COLUMN quarantined TEXT NOT NULL DEFAULT '[]';

-- Images of which a quarantine event was recorded and no push. State, not history: kept whatever its age.
CREATE TABLE quarantine (
  host TEXT NOT NULL,
  repository TEXT NOT NULL,
  digest TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (host, repository, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_digest ON push (digest);
