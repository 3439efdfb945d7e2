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
--> statement-breakpoint
CREATE TABLE name_terms (
  kind TEXT NOT NULL CONSTRAINT name_terms_kind CHECK (kind IN ('client', 'contact')),
  term TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, term, id)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX name_terms_by_id ON name_terms (kind, id);
--> statement-breakpoint
CREATE TABLE record_drafts (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  case_id TEXT REFERENCES cases (id),
  source TEXT NOT NULL CONSTRAINT record_drafts_source CHECK (source IN ('meeting', 'call', 'own')),
  source_id TEXT NOT NULL,
  body TEXT NOT NULL CONSTRAINT record_drafts_json CHECK (json_valid(body)),
  staff_id TEXT NOT NULL REFERENCES staff (id),
  revision INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT REFERENCES staff (id),
  settled_at INTEGER,
  settled_by TEXT REFERENCES staff (id),
  outcome TEXT CONSTRAINT record_drafts_outcome CHECK (outcome IN ('finalised', 'dropped')),
  CONSTRAINT record_drafts_source_once UNIQUE (source, source_id),
  CONSTRAINT record_drafts_settled CHECK ((settled_at IS NULL) = (outcome IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX record_drafts_open ON record_drafts (created_at) WHERE settled_at IS NULL;
--> statement-breakpoint
CREATE INDEX record_drafts_by_client ON record_drafts (client_id, created_at) WHERE settled_at IS NULL;
--> statement-breakpoint
CREATE TABLE rule_drafts (
  id TEXT PRIMARY KEY,
  base_version INTEGER NOT NULL REFERENCES usage_rules (version),
  text TEXT NOT NULL CONSTRAINT rule_drafts_json CHECK (json_valid(text)),
  note TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL REFERENCES staff (id),
  settled_at INTEGER,
  outcome TEXT CONSTRAINT rule_drafts_outcome CHECK (outcome IN ('published', 'dropped', 'withdrawn')),
  version INTEGER,
  CONSTRAINT rule_drafts_settled CHECK ((settled_at IS NULL) = (outcome IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX rule_drafts_one_open ON rule_drafts ((settled_at IS NULL)) WHERE settled_at IS NULL;
--> statement-breakpoint
CREATE TRIGGER usage_rules_no_update BEFORE UPDATE ON usage_rules BEGIN SELECT RAISE(ABORT, 'usage rules are never rewritten'); END;
--> statement-breakpoint
CREATE TRIGGER staff_last_manager BEFORE UPDATE OF role, active ON staff
WHEN OLD.role = 'manager' AND OLD.active = 1 AND (NEW.role <> 'manager' OR NEW.active = 0) AND NOT EXISTS (SELECT 1 FROM staff WHERE role = 'manager' AND active = 1 AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'staff_last_manager'); END;
