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
