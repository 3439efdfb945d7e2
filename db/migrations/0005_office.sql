CREATE TABLE templates (
  id TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CONSTRAINT templates_purpose CHECK (purpose IN ('callback-request', 'date-request', 'reply', 'info')),
  name TEXT NOT NULL CONSTRAINT templates_name CHECK (length(name) BETWEEN 1 AND 60),
  greeting TEXT NOT NULL CONSTRAINT templates_greeting CHECK (length(greeting) <= 1000),
  body TEXT NOT NULL CONSTRAINT templates_body CHECK (length(body) BETWEEN 1 AND 4000),
  revision INTEGER NOT NULL DEFAULT 1,
  updated_at INTEGER NOT NULL,
  updated_by TEXT REFERENCES staff (id),
  retired_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX templates_name_once ON templates (purpose, name) WHERE retired_at IS NULL;
--> statement-breakpoint
CREATE TABLE office_changes (
  id TEXT PRIMARY KEY,
  area TEXT NOT NULL CONSTRAINT office_changes_area CHECK (area IN ('settings', 'closure', 'template', 'rules', 'staff', 'session', 'import')),
  subject_id TEXT NOT NULL,
  revision INTEGER,
  summary TEXT NOT NULL CONSTRAINT office_changes_summary CHECK (length(summary) BETWEEN 1 AND 400),
  detail TEXT CONSTRAINT office_changes_json CHECK (detail IS NULL OR json_valid(detail)),
  staff_id TEXT NOT NULL REFERENCES staff (id),
  at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX office_changes_revision_once ON office_changes (area, subject_id, revision) WHERE revision IS NOT NULL;
--> statement-breakpoint
CREATE INDEX office_changes_by_time ON office_changes (at, id);
--> statement-breakpoint
CREATE INDEX office_changes_by_area ON office_changes (area, at, id);
--> statement-breakpoint
CREATE TRIGGER office_changes_no_update BEFORE UPDATE ON office_changes BEGIN SELECT RAISE(ABORT, 'the history of changes is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER office_changes_no_delete BEFORE DELETE ON office_changes BEGIN SELECT RAISE(ABORT, 'the history of changes is append-only'); END;
