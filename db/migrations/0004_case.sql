CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  case_id TEXT REFERENCES cases (id),
  purpose TEXT NOT NULL CONSTRAINT approvals_purpose CHECK (purpose IN ('callback-request', 'date-request', 'reply', 'info')),
  greeting TEXT NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL CONSTRAINT approvals_reason CHECK (length(reason) BETWEEN 1 AND 400),
  override_reason TEXT,
  asked_by TEXT NOT NULL REFERENCES staff (id),
  asked_at INTEGER NOT NULL,
  outcome TEXT CONSTRAINT approvals_outcome CHECK (outcome IN ('approved', 'declined', 'withdrawn', 'void')),
  decided_by TEXT REFERENCES staff (id),
  decided_at INTEGER,
  note TEXT CONSTRAINT approvals_note CHECK (length(note) <= 400),
  message_id TEXT CONSTRAINT approvals_message_once UNIQUE REFERENCES messages (id),
  CONSTRAINT approvals_decided CHECK ((outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL)),
  CONSTRAINT approvals_declined CHECK (outcome IS NOT 'declined' OR length(note) > 0),
  CONSTRAINT approvals_queued CHECK ((outcome IS 'approved') = (message_id IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX approvals_one_open ON approvals (contact_id, client_id, purpose) WHERE outcome IS NULL;
--> statement-breakpoint
CREATE INDEX approvals_waiting ON approvals (asked_at) WHERE outcome IS NULL;
--> statement-breakpoint
CREATE INDEX approvals_by_contact ON approvals (contact_id, asked_at);
--> statement-breakpoint
CREATE TABLE case_changes (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  slot_id TEXT NOT NULL REFERENCES slots (id),
  confirmed_at INTEGER NOT NULL,
  reason TEXT NOT NULL CONSTRAINT case_changes_reason CHECK (length(reason) BETWEEN 1 AND 400),
  tell TEXT NOT NULL CONSTRAINT case_changes_tell CHECK (tell IN ('phone', 'visit')),
  changed_by TEXT NOT NULL REFERENCES staff (id),
  changed_at INTEGER NOT NULL,
  CONSTRAINT case_changes_once UNIQUE (case_id, confirmed_at)
) STRICT;
