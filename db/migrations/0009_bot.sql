CREATE TABLE bot_commands (
  event_id TEXT PRIMARY KEY REFERENCES inbound_events (id),
  line_user_id TEXT NOT NULL,
  kind TEXT NOT NULL CONSTRAINT bot_commands_kind CHECK (kind IN ('text', 'button', 'other')),
  said TEXT CONSTRAINT bot_commands_said CHECK (length(said) <= 300),
  reply_token TEXT CONSTRAINT bot_commands_token_once UNIQUE,
  came_at INTEGER NOT NULL,
  status TEXT NOT NULL CONSTRAINT bot_commands_status CHECK (status IN ('due', 'tried', 'answered', 'unanswered')),
  tried_at INTEGER,
  CONSTRAINT bot_commands_tried CHECK ((status = 'due') = (tried_at IS NULL)),
  CONSTRAINT bot_commands_forgotten CHECK (status = 'due' OR said IS NULL)
) STRICT;
--> statement-breakpoint
CREATE INDEX bot_commands_due ON bot_commands (came_at) WHERE status = 'due';
--> statement-breakpoint
CREATE INDEX bot_commands_by_time ON bot_commands (came_at);
--> statement-breakpoint
CREATE TABLE bot_buttons (
  token_hash TEXT PRIMARY KEY CONSTRAINT bot_buttons_hash CHECK (length(token_hash) = 64),
  card TEXT NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  act TEXT NOT NULL CONSTRAINT bot_buttons_act CHECK (act IN ('call-failed', 'call-reached', 'take-duty', 'take-alert', 'ask-date', 'confirm-date', 'leave-date')),
  ref TEXT NOT NULL,
  about TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  CONSTRAINT bot_buttons_lasts CHECK (expires_at > created_at)
) STRICT;
--> statement-breakpoint
CREATE INDEX bot_buttons_by_card ON bot_buttons (card);
--> statement-breakpoint
CREATE INDEX bot_buttons_by_end ON bot_buttons (expires_at);
--> statement-breakpoint
CREATE TABLE staff_menus (
  line_user_id TEXT PRIMARY KEY,
  rich_menu_id TEXT NOT NULL,
  linked_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TRIGGER alerts_taken_once BEFORE UPDATE OF taken_by ON alerts WHEN OLD.taken_by IS NOT NULL AND NEW.taken_by IS NOT NULL AND NEW.taken_by <> OLD.taken_by BEGIN
  SELECT RAISE(ABORT, 'alerts_taken_once');
END;
