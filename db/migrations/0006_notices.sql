CREATE TABLE calendar_events (
  case_id TEXT PRIMARY KEY REFERENCES cases (id),
  slot_id TEXT NOT NULL REFERENCES slots (id),
  sequence INTEGER NOT NULL DEFAULT 0 CONSTRAINT calendar_events_sequence CHECK (sequence >= 0),
  cancelled INTEGER NOT NULL DEFAULT 0 CONSTRAINT calendar_events_cancelled CHECK (cancelled IN (0, 1)),
  changed_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TRIGGER calendar_events_follow_dates AFTER UPDATE OF confirmed_slot_id, status ON cases WHEN NEW.confirmed_slot_id IS NOT NULL AND NEW.status IN ('confirmed', 'held') BEGIN
  INSERT INTO calendar_events (case_id, slot_id, changed_at)
  VALUES (NEW.id, NEW.confirmed_slot_id, coalesce(NEW.confirmed_at, NEW.opened_at))
  ON CONFLICT (case_id) DO UPDATE SET slot_id = excluded.slot_id, sequence = sequence + 1, cancelled = 0, changed_at = max(changed_at, excluded.changed_at)
  WHERE slot_id <> excluded.slot_id OR cancelled = 1;
END;
--> statement-breakpoint
CREATE TRIGGER calendar_events_follow_cancelling AFTER UPDATE OF confirmed_slot_id, status ON cases WHEN NEW.confirmed_slot_id IS NULL OR NEW.status NOT IN ('confirmed', 'held') BEGIN
  UPDATE calendar_events SET sequence = sequence + 1, cancelled = 1, changed_at = max(changed_at, coalesce(NEW.cancelled_at, 0))
  WHERE case_id = NEW.id AND cancelled = 0;
END;
--> statement-breakpoint
CREATE TABLE calendar_feeds (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL CONSTRAINT calendar_feeds_token_once UNIQUE CONSTRAINT calendar_feeds_hash CHECK (length(token_hash) = 64),
  staff_id TEXT REFERENCES staff (id),
  contact_id TEXT REFERENCES contacts (id),
  line_user_id TEXT NOT NULL REFERENCES line_accounts (line_user_id),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  CONSTRAINT calendar_feeds_one_owner CHECK ((staff_id IS NULL) <> (contact_id IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX calendar_feeds_one_of_staff ON calendar_feeds (staff_id) WHERE revoked_at IS NULL AND staff_id IS NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX calendar_feeds_one_of_contact ON calendar_feeds (contact_id) WHERE revoked_at IS NULL AND contact_id IS NOT NULL;
--> statement-breakpoint
CREATE TABLE auto_claims (
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  date TEXT NOT NULL CONSTRAINT auto_claims_date CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  message_id TEXT NOT NULL REFERENCES messages (id),
  PRIMARY KEY (contact_id, date)
) STRICT;
--> statement-breakpoint
CREATE INDEX auto_claims_by_message ON auto_claims (message_id);
--> statement-breakpoint
CREATE TABLE held_back (
  message_id TEXT PRIMARY KEY REFERENCES messages (id),
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  why TEXT NOT NULL CONSTRAINT held_back_why CHECK (why IN ('day', 'week')),
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX held_back_by_time ON held_back (last_at);
--> statement-breakpoint
CREATE TABLE job_states (
  job TEXT PRIMARY KEY,
  started_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL,
  done_at INTEGER,
  outcome TEXT NOT NULL CONSTRAINT job_states_json CHECK (json_valid(outcome)),
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;
--> statement-breakpoint
CREATE TABLE monitoring_proposals (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  month TEXT NOT NULL CONSTRAINT monitoring_proposals_month CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
  proposed_at INTEGER NOT NULL,
  settled_at INTEGER,
  settled_by TEXT REFERENCES staff (id),
  case_id TEXT REFERENCES cases (id),
  dismiss_reason TEXT CONSTRAINT monitoring_proposals_reason CHECK (length(dismiss_reason) BETWEEN 1 AND 400),
  CONSTRAINT monitoring_proposals_once UNIQUE (client_id, month),
  CONSTRAINT monitoring_proposals_settled CHECK ((settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NOT NULL) = ((case_id IS NOT NULL) + (dismiss_reason IS NOT NULL) = 1))
) STRICT;
--> statement-breakpoint
CREATE INDEX monitoring_proposals_open ON monitoring_proposals (proposed_at) WHERE settled_at IS NULL;
--> statement-breakpoint
CREATE TABLE retention_due (
  client_id TEXT PRIMARY KEY REFERENCES clients (id),
  last_on TEXT NOT NULL CONSTRAINT retention_due_date CHECK (last_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  listed_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE notice_settings (
  staff_id TEXT PRIMARY KEY REFERENCES staff (id),
  channel TEXT NOT NULL CONSTRAINT notice_settings_channel CHECK (channel IN ('line', 'slack', 'teams', 'none')),
  kinds TEXT NOT NULL CONSTRAINT notice_settings_kinds CHECK (json_valid(kinds)),
  digest INTEGER NOT NULL CONSTRAINT notice_settings_digest CHECK (digest IN (0, 1)),
  work_from TEXT NOT NULL CONSTRAINT notice_settings_from CHECK (work_from GLOB '[0-2][0-9]:[0-5][0-9]'),
  work_until TEXT NOT NULL CONSTRAINT notice_settings_until CHECK (work_until GLOB '[0-2][0-9]:[0-5][0-9]'),
  slack_user_id TEXT CONSTRAINT notice_settings_slack_once UNIQUE,
  told_until INTEGER NOT NULL,
  digest_on TEXT NOT NULL DEFAULT '',
  updated_at INTEGER NOT NULL,
  CONSTRAINT notice_settings_hours CHECK (work_from < work_until)
) STRICT;
--> statement-breakpoint
CREATE TABLE staff_notices (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL CONSTRAINT staff_notices_channel CHECK (channel IN ('line', 'slack', 'teams')),
  staff_ids TEXT NOT NULL CONSTRAINT staff_notices_staff CHECK (json_array_length(staff_ids) >= 1),
  sort TEXT NOT NULL CONSTRAINT staff_notices_sort CHECK (sort IN ('urgent', 'news', 'digest')),
  content TEXT NOT NULL CONSTRAINT staff_notices_content CHECK (json_valid(content)),
  once_key TEXT NOT NULL CONSTRAINT staff_notices_once UNIQUE,
  status TEXT NOT NULL CONSTRAINT staff_notices_status CHECK (status IN ('queued', 'leased', 'sent', 'dead', 'dropped')),
  not_before INTEGER NOT NULL,
  stale_after INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER,
  lease_token TEXT,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  CONSTRAINT staff_notices_leased CHECK ((status = 'leased') = (lease_until IS NOT NULL)),
  CONSTRAINT staff_notices_sent CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
  CONSTRAINT staff_notices_one_on_line CHECK (channel <> 'line' OR json_array_length(staff_ids) = 1)
) STRICT;
--> statement-breakpoint
CREATE INDEX staff_notices_due ON staff_notices (not_before) WHERE status IN ('queued', 'leased');
--> statement-breakpoint
CREATE INDEX staff_notices_by_time ON staff_notices (created_at);
--> statement-breakpoint
CREATE INDEX consents_by_time ON consents (chosen_at);
--> statement-breakpoint
CREATE INDEX circumstances_waiting ON circumstances (asked_at) WHERE approved_at IS NULL;
--> statement-breakpoint
CREATE TRIGGER reply_duties_taken_once BEFORE UPDATE OF taken_by ON reply_duties WHEN OLD.taken_by IS NOT NULL AND NEW.taken_by IS NOT NULL AND NEW.taken_by <> OLD.taken_by BEGIN
  SELECT RAISE(ABORT, 'reply_duties_taken_once');
END;
