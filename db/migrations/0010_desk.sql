ALTER TABLE reviews ADD COLUMN agreed TEXT CONSTRAINT reviews_agreed CHECK (agreed IS NULL OR (length(agreed) BETWEEN 1 AND 400 AND closed_at IS NOT NULL));
--> statement-breakpoint
ALTER TABLE reviews ADD COLUMN look_on TEXT CONSTRAINT reviews_look_on CHECK (look_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR (look_on IS NULL AND agreed IS NULL));
--> statement-breakpoint
ALTER TABLE reviews ADD COLUMN ended_at INTEGER CONSTRAINT reviews_ended CHECK (ended_at IS NULL OR closed_at IS NOT NULL);
--> statement-breakpoint
ALTER TABLE reviews ADD COLUMN ended_by TEXT REFERENCES staff (id);
--> statement-breakpoint
CREATE INDEX clients_by_counselor ON clients (counselor_id, kana, id) WHERE erased_at IS NULL;
--> statement-breakpoint
CREATE INDEX reviews_to_look_at ON reviews (look_on) WHERE look_on IS NOT NULL AND ended_at IS NULL;
--> statement-breakpoint
CREATE INDEX consents_newest ON consents (client_id, contact_id, seq, choice, version, chooser);
--> statement-breakpoint
CREATE INDEX clients_by_birth ON clients (birth_date) WHERE birth_date IS NOT NULL;
--> statement-breakpoint
CREATE INDEX line_accounts_unfriended ON line_accounts (line_user_id) WHERE friend IS NOT 1;
--> statement-breakpoint
CREATE INDEX invitations_by_end ON invitations (expires_at) WHERE revoked_at IS NULL;
--> statement-breakpoint
CREATE INDEX inbound_messages_by_time ON inbound_messages (occurred_at, contact_id, id);
--> statement-breakpoint
CREATE INDEX wishes_by_time ON wishes (wished_at, contact_id, id);
