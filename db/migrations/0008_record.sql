CREATE TABLE erasures (
  client_id TEXT PRIMARY KEY REFERENCES clients (id),
  ground TEXT NOT NULL CONSTRAINT erasures_ground CHECK (ground IN ('mistaken-client', 'retention-over', 'law')),
  reason TEXT NOT NULL CONSTRAINT erasures_reason CHECK (length(reason) BETWEEN 1 AND 400),
  last_seq INTEGER NOT NULL CONSTRAINT erasures_last_seq CHECK (last_seq >= 0),
  erased_by TEXT NOT NULL REFERENCES staff (id),
  erased_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TRIGGER erasures_no_update BEFORE UPDATE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER erasures_no_delete BEFORE DELETE ON erasures BEGIN SELECT RAISE(ABORT, 'erasures are append-only'); END;
--> statement-breakpoint
DROP TRIGGER record_entries_no_update;
--> statement-breakpoint
CREATE TRIGGER record_entries_no_update BEFORE UPDATE ON record_entries
WHEN NEW.body IS NOT '{"summary":"消去済み"}'
  OR (NEW.id, NEW.client_id, NEW.seq, NEW.prev_hash, NEW.hash, NEW.kind, NEW.occurred_at, NEW.recorded_at, NEW.actor_kind, NEW.body_hash)
    IS NOT (OLD.id, OLD.client_id, OLD.seq, OLD.prev_hash, OLD.hash, OLD.kind, OLD.occurred_at, OLD.recorded_at, OLD.actor_kind, OLD.body_hash)
  OR (NEW.actor_id, NEW.case_id, NEW.contact_id, NEW.corrects_id) IS NOT (OLD.actor_id, OLD.case_id, OLD.contact_id, OLD.corrects_id)
  OR NOT EXISTS (SELECT 1 FROM erasures WHERE client_id = OLD.client_id AND last_seq >= OLD.seq)
BEGIN SELECT RAISE(ABORT, 'record entries are append-only'); END;
--> statement-breakpoint
DROP TRIGGER consents_no_update;
--> statement-breakpoint
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
WHEN NEW.line_user_id IS NOT 'erased'
  OR (NEW.id, NEW.client_id, NEW.contact_id, NEW.version, NEW.text_hash, NEW.choice, NEW.chooser, NEW.chosen_at, NEW.seq)
    IS NOT (OLD.id, OLD.client_id, OLD.contact_id, OLD.version, OLD.text_hash, OLD.choice, OLD.chooser, OLD.chosen_at, OLD.seq)
  OR (NEW.invitation_id, NEW.explained_to_person, NEW.explained_by) IS NOT (OLD.invitation_id, OLD.explained_to_person, OLD.explained_by)
  OR NOT EXISTS (SELECT 1 FROM erasures WHERE client_id = OLD.client_id)
BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;
--> statement-breakpoint
CREATE INDEX record_entries_refused ON record_entries (recorded_at) WHERE kind = 'refused';
--> statement-breakpoint
CREATE INDEX cases_by_confirmation ON cases (confirmed_at) WHERE confirmed_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX reply_duties_by_clearing ON reply_duties (cleared_at) WHERE cleared_at IS NOT NULL;
