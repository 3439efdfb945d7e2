CREATE TABLE office_settings (
  version INTEGER PRIMARY KEY,
  effective_from TEXT NOT NULL,
  settings TEXT NOT NULL CONSTRAINT office_settings_json CHECK (json_valid(settings)),
  profile TEXT NOT NULL CONSTRAINT office_profile_json CHECK (json_valid(profile)),
  author_staff_id TEXT,
  created_at INTEGER NOT NULL,
  withdrawn_at INTEGER,
  withdrawn_by TEXT,
  CONSTRAINT office_settings_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;
--> statement-breakpoint
CREATE TRIGGER office_settings_no_update BEFORE UPDATE ON office_settings
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.version <> OLD.version OR NEW.effective_from <> OLD.effective_from OR NEW.settings <> OLD.settings OR NEW.profile <> OLD.profile OR NEW.author_staff_id IS NOT OLD.author_staff_id OR NEW.created_at <> OLD.created_at
BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER office_settings_no_delete BEFORE DELETE ON office_settings BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
--> statement-breakpoint
CREATE TABLE closures (
  date TEXT PRIMARY KEY CONSTRAINT closures_date CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  reason TEXT NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE line_accounts (
  line_user_id TEXT PRIMARY KEY,
  friend INTEGER CONSTRAINT line_accounts_friend CHECK (friend IN (0, 1)),
  suspended_at INTEGER,
  seen_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT staff_name CHECK (length(name) BETWEEN 1 AND 60),
  kana TEXT,
  role TEXT NOT NULL CONSTRAINT staff_role CHECK (role IN ('counselor', 'manager')),
  line_user_id TEXT CONSTRAINT staff_line_user_once UNIQUE REFERENCES line_accounts (line_user_id),
  active INTEGER NOT NULL DEFAULT 1 CONSTRAINT staff_active CHECK (active IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE staff_invitations (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL CONSTRAINT staff_invitations_token_once UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT staff_invitations_role CHECK (role IN ('counselor', 'manager')),
  created_by TEXT REFERENCES staff (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  used_at INTEGER,
  used_by TEXT REFERENCES staff (id)
) STRICT;
--> statement-breakpoint
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CONSTRAINT sessions_kind CHECK (kind IN ('user', 'staff')),
  line_user_id TEXT NOT NULL REFERENCES line_accounts (line_user_id),
  staff_id TEXT REFERENCES staff (id),
  device TEXT CONSTRAINT sessions_device CHECK (length(device) <= 60),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  CONSTRAINT sessions_staff_named CHECK ((kind = 'staff') = (staff_id IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX sessions_expiry ON sessions (expires_at);
--> statement-breakpoint
CREATE INDEX sessions_by_staff ON sessions (staff_id, expires_at) WHERE staff_id IS NOT NULL;
--> statement-breakpoint
CREATE TABLE clients (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CONSTRAINT clients_name CHECK (length(name) BETWEEN 1 AND 60),
  kana TEXT NOT NULL CONSTRAINT clients_kana CHECK (length(kana) BETWEEN 1 AND 60),
  shown_name TEXT NOT NULL,
  birth_date TEXT CONSTRAINT clients_birth_date CHECK (birth_date IS NULL OR birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  attends_program INTEGER NOT NULL CONSTRAINT clients_attends CHECK (attends_program IN (0, 1)),
  monitoring_months TEXT NOT NULL DEFAULT '[]' CONSTRAINT clients_months_json CHECK (json_valid(monitoring_months)),
  counselor_id TEXT NOT NULL REFERENCES staff (id),
  revision INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  erased_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE INDEX clients_by_kana ON clients (kana, id);
--> statement-breakpoint
CREATE TABLE contacts (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CONSTRAINT contacts_kind CHECK (kind IN ('person', 'guardian', 'legal-representative', 'family', 'provider')),
  name TEXT NOT NULL CONSTRAINT contacts_name CHECK (length(name) BETWEEN 1 AND 60),
  kana TEXT,
  phone TEXT,
  line_user_id TEXT CONSTRAINT contacts_line_user_once UNIQUE REFERENCES line_accounts (line_user_id),
  hours TEXT CONSTRAINT contacts_hours_json CHECK (hours IS NULL OR json_valid(hours)),
  reminder_time TEXT CONSTRAINT contacts_reminder_time CHECK (reminder_time IS NULL OR reminder_time GLOB '[0-2][0-9]:[0-5][0-9]'),
  revision INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE client_contacts (
  client_id TEXT NOT NULL REFERENCES clients (id),
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  relation TEXT NOT NULL,
  PRIMARY KEY (client_id, contact_id)
) STRICT;
--> statement-breakpoint
CREATE INDEX client_contacts_by_contact ON client_contacts (contact_id);
--> statement-breakpoint
CREATE TABLE usage_rules (
  version INTEGER PRIMARY KEY,
  effective_from INTEGER NOT NULL,
  change TEXT NOT NULL CONSTRAINT usage_rules_change CHECK (change IN ('rule', 'wording')),
  text TEXT NOT NULL CONSTRAINT usage_rules_json CHECK (json_valid(text)),
  text_hash TEXT NOT NULL CONSTRAINT usage_rules_hash CHECK (length(text_hash) = 64),
  note TEXT,
  published_by TEXT REFERENCES staff (id),
  created_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  token_hash TEXT NOT NULL CONSTRAINT invitations_token_once UNIQUE,
  explained_by TEXT NOT NULL REFERENCES staff (id),
  explained_at INTEGER NOT NULL,
  explained_how TEXT NOT NULL CONSTRAINT invitations_how CHECK (explained_how IN ('visit', 'office', 'phone', 'video')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER,
  used_at INTEGER,
  used_by_line_user_id TEXT REFERENCES line_accounts (line_user_id),
  FOREIGN KEY (client_id, contact_id) REFERENCES client_contacts (client_id, contact_id)
) STRICT;
--> statement-breakpoint
CREATE INDEX invitations_by_contact ON invitations (client_id, contact_id, created_at);
--> statement-breakpoint
CREATE TABLE consents (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  line_user_id TEXT NOT NULL REFERENCES line_accounts (line_user_id),
  invitation_id TEXT REFERENCES invitations (id),
  version INTEGER NOT NULL REFERENCES usage_rules (version),
  text_hash TEXT NOT NULL CONSTRAINT consents_hash CHECK (length(text_hash) = 64),
  choice TEXT NOT NULL CONSTRAINT consents_choice CHECK (choice IN ('yes', 'no', 'later', 'question', 'withdrawn')),
  chooser TEXT NOT NULL CONSTRAINT consents_chooser CHECK (chooser IN ('person', 'guardian', 'legal-representative', 'family', 'provider')),
  explained_to_person INTEGER CONSTRAINT consents_explained CHECK (explained_to_person IN (0, 1)),
  explained_by TEXT REFERENCES staff (id),
  chosen_at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  CONSTRAINT consents_seq_once UNIQUE (client_id, contact_id, seq),
  FOREIGN KEY (client_id, contact_id) REFERENCES client_contacts (client_id, contact_id)
) STRICT;
--> statement-breakpoint
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents BEGIN SELECT RAISE(ABORT, 'consents are append-only'); END;
--> statement-breakpoint
CREATE TABLE circumstances (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  reason TEXT NOT NULL CONSTRAINT circumstances_reason CHECK (length(reason) BETWEEN 1 AND 400),
  review_on TEXT NOT NULL CONSTRAINT circumstances_review CHECK (review_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  asked_by TEXT NOT NULL REFERENCES staff (id),
  asked_at INTEGER NOT NULL,
  approved_by TEXT REFERENCES staff (id),
  approved_at INTEGER,
  CONSTRAINT circumstances_approved CHECK ((approved_by IS NULL) = (approved_at IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX circumstances_by_contact ON circumstances (client_id, contact_id);
--> statement-breakpoint
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  counselor_id TEXT NOT NULL REFERENCES staff (id),
  kind TEXT NOT NULL CONSTRAINT cases_kind CHECK (kind IN ('meeting', 'monitoring', 'consultation')),
  status TEXT NOT NULL CONSTRAINT cases_status CHECK (status IN ('open', 'confirmed', 'held', 'cancelled')),
  purpose TEXT NOT NULL,
  planned_method TEXT NOT NULL CONSTRAINT cases_method CHECK (planned_method IN ('visit', 'office', 'phone', 'mail', 'line', 'fax', 'post', 'video')),
  line_reason TEXT,
  line_wish_by TEXT,
  line_wish_at INTEGER,
  line_wish_how TEXT,
  place_choices TEXT NOT NULL DEFAULT '[]' CONSTRAINT cases_places_json CHECK (json_valid(place_choices)),
  opened_at INTEGER NOT NULL,
  opened_by TEXT NOT NULL REFERENCES staff (id),
  confirmed_slot_id TEXT REFERENCES slots (id),
  confirmed_at INTEGER,
  confirmed_by TEXT REFERENCES staff (id),
  cancelled_at INTEGER,
  cancel_reason TEXT,
  cancelled_by TEXT REFERENCES staff (id),
  CONSTRAINT cases_confirmed CHECK ((status IN ('open', 'cancelled')) OR confirmed_slot_id IS NOT NULL OR status = 'held'),
  CONSTRAINT cases_cancelled CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX cases_by_client ON cases (client_id, opened_at);
--> statement-breakpoint
CREATE INDEX cases_by_status ON cases (status, opened_at);
--> statement-breakpoint
CREATE TABLE slots (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  place TEXT NOT NULL,
  offered_at INTEGER NOT NULL,
  closed_at INTEGER,
  CONSTRAINT slots_forward CHECK (ends_at > starts_at),
  CONSTRAINT slots_once UNIQUE (case_id, starts_at, ends_at)
) STRICT;
--> statement-breakpoint
CREATE INDEX slots_by_start ON slots (starts_at);
--> statement-breakpoint
CREATE TRIGGER cases_no_double_booking BEFORE UPDATE OF confirmed_slot_id ON cases WHEN NEW.confirmed_slot_id IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'cases_no_double_booking')
  FROM slots mine
  JOIN slots theirs ON theirs.starts_at < mine.ends_at AND theirs.ends_at > mine.starts_at
  JOIN cases other ON other.confirmed_slot_id = theirs.id
  WHERE mine.id = NEW.confirmed_slot_id AND other.id <> NEW.id AND other.status = 'confirmed' AND other.counselor_id = NEW.counselor_id;
END;
--> statement-breakpoint
CREATE TABLE participants (
  case_id TEXT NOT NULL REFERENCES cases (id),
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  added_at INTEGER NOT NULL,
  PRIMARY KEY (case_id, contact_id)
) STRICT;
--> statement-breakpoint
CREATE INDEX participants_by_contact ON participants (contact_id);
--> statement-breakpoint
CREATE TABLE answers (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  submission_key TEXT NOT NULL CONSTRAINT answers_submission_once UNIQUE,
  seq INTEGER NOT NULL,
  choice TEXT NOT NULL CONSTRAINT answers_choice CHECK (choice IN ('ranked', 'parts', 'none', 'unknown', 'call')),
  place TEXT CONSTRAINT answers_place CHECK (place IN ('home', 'office', 'provider', 'any')),
  health TEXT CONSTRAINT answers_health CHECK (health IN ('good', 'usual', 'bad')),
  attendance TEXT CONSTRAINT answers_attendance CHECK (attendance IN ('usual', 'sometimes-off', 'off')),
  note TEXT CONSTRAINT answers_note CHECK (length(note) <= 400),
  answered_at INTEGER NOT NULL,
  CONSTRAINT answers_seq_once UNIQUE (case_id, contact_id, seq),
  FOREIGN KEY (case_id, contact_id) REFERENCES participants (case_id, contact_id)
) STRICT;
--> statement-breakpoint
CREATE TABLE preferences (
  answer_id TEXT NOT NULL REFERENCES answers (id),
  slot_id TEXT NOT NULL REFERENCES slots (id),
  mark TEXT NOT NULL CONSTRAINT preferences_mark CHECK (mark IN ('yes', 'maybe', 'no')),
  rank INTEGER CONSTRAINT preferences_rank CHECK (rank BETWEEN 1 AND 3),
  PRIMARY KEY (answer_id, slot_id),
  CONSTRAINT preferences_rank_once UNIQUE (answer_id, rank)
) STRICT;
--> statement-breakpoint
CREATE TABLE calls (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  case_id TEXT REFERENCES cases (id),
  outcome TEXT NOT NULL CONSTRAINT calls_outcome CHECK (outcome IN ('no-answer', 'voicemail', 'busy', 'reached', 'family', 'wrong-number')),
  reached INTEGER CONSTRAINT calls_reached CHECK (reached IN (0, 1)),
  direction TEXT NOT NULL CONSTRAINT calls_direction CHECK (direction IN ('out', 'in')),
  note TEXT,
  called_at INTEGER NOT NULL,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  undone_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE INDEX calls_by_contact ON calls (client_id, contact_id, called_at);
--> statement-breakpoint
CREATE INDEX calls_by_case ON calls (case_id, called_at);
--> statement-breakpoint
CREATE TABLE meetings (
  id TEXT PRIMARY KEY,
  case_id TEXT CONSTRAINT meetings_case_once UNIQUE REFERENCES cases (id),
  client_id TEXT NOT NULL REFERENCES clients (id),
  kind TEXT NOT NULL CONSTRAINT meetings_kind CHECK (kind IN ('meeting', 'monitoring', 'consultation')),
  method TEXT NOT NULL CONSTRAINT meetings_method CHECK (method IN ('visit', 'office', 'phone', 'mail', 'line', 'fax', 'post', 'video')),
  place TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  line_reason TEXT,
  recorded_by TEXT NOT NULL REFERENCES staff (id),
  recorded_at INTEGER NOT NULL,
  CONSTRAINT meetings_forward CHECK (ended_at >= started_at)
) STRICT;
--> statement-breakpoint
CREATE INDEX meetings_by_client ON meetings (client_id, started_at);
--> statement-breakpoint
CREATE INDEX meetings_by_start ON meetings (started_at);
--> statement-breakpoint
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  client_id TEXT NOT NULL REFERENCES clients (id),
  case_id TEXT REFERENCES cases (id),
  purpose TEXT NOT NULL CONSTRAINT messages_purpose CHECK (purpose IN ('callback-request', 'date-request', 'confirmed', 'reminder', 'reply', 'info')),
  origin TEXT NOT NULL CONSTRAINT messages_origin CHECK (origin IN ('staff', 'auto')),
  author_staff_id TEXT REFERENCES staff (id),
  greeting TEXT NOT NULL,
  body TEXT NOT NULL,
  link_path TEXT,
  link_label TEXT,
  status TEXT NOT NULL CONSTRAINT messages_status CHECK (status IN ('queued', 'leased', 'sent', 'dead', 'dropped')),
  not_before INTEGER NOT NULL,
  stale_after INTEGER,
  once_key TEXT CONSTRAINT messages_once UNIQUE,
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER,
  lease_token TEXT,
  last_error TEXT,
  line_request_id TEXT,
  decision TEXT NOT NULL CONSTRAINT messages_decision_json CHECK (json_valid(decision)),
  settings_version INTEGER NOT NULL,
  override_reason TEXT,
  urgent_by TEXT REFERENCES staff (id),
  urgent_reason TEXT,
  reply_token TEXT CONSTRAINT messages_reply_token_once UNIQUE,
  reply_until INTEGER,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  CONSTRAINT messages_leased CHECK ((status = 'leased') = (lease_until IS NOT NULL)),
  CONSTRAINT messages_sent CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
  CONSTRAINT messages_authored CHECK ((origin = 'staff') = (author_staff_id IS NOT NULL)),
  CONSTRAINT messages_urgent CHECK ((urgent_by IS NULL) = (urgent_reason IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX messages_due ON messages (not_before, created_at) WHERE status = 'queued';
--> statement-breakpoint
CREATE INDEX messages_leases ON messages (lease_until) WHERE status = 'leased';
--> statement-breakpoint
CREATE INDEX messages_by_contact ON messages (contact_id, created_at);
--> statement-breakpoint
CREATE INDEX messages_by_case ON messages (case_id, created_at);
--> statement-breakpoint
CREATE INDEX messages_stage_one ON messages (case_id, created_at) WHERE purpose = 'callback-request' AND status = 'sent';
--> statement-breakpoint
CREATE TABLE inbound_events (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  raw TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  processed_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER,
  last_error TEXT,
  parked_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE INDEX inbound_events_parked ON inbound_events (parked_at) WHERE parked_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX inbound_events_waiting ON inbound_events (received_at) WHERE processed_at IS NULL AND parked_at IS NULL;
--> statement-breakpoint
CREATE TABLE inbound_messages (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL CONSTRAINT inbound_messages_event_once UNIQUE REFERENCES inbound_events (id),
  line_message_id TEXT NOT NULL CONSTRAINT inbound_messages_line_once UNIQUE,
  line_user_id TEXT NOT NULL,
  contact_id TEXT REFERENCES contacts (id),
  kind TEXT NOT NULL,
  text TEXT,
  sticker TEXT,
  labels TEXT NOT NULL DEFAULT '[]' CONSTRAINT inbound_messages_labels_json CHECK (json_valid(labels)),
  mark_as_read_token TEXT,
  read_at INTEGER,
  reply_token TEXT,
  reply_until INTEGER,
  tag TEXT CONSTRAINT inbound_messages_tag CHECK (tag IN ('urgent', 'basic-consultation', 'none')),
  tagged_by TEXT REFERENCES staff (id),
  tagged_at INTEGER,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  unsent_at INTEGER,
  CONSTRAINT inbound_messages_tagged CHECK ((tag IS NULL) = (tagged_at IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX inbound_messages_by_contact ON inbound_messages (contact_id, occurred_at);
--> statement-breakpoint
CREATE TABLE contents (
  inbound_message_id TEXT PRIMARY KEY REFERENCES inbound_messages (id),
  line_message_id TEXT NOT NULL CONSTRAINT contents_line_once UNIQUE,
  status TEXT NOT NULL CONSTRAINT contents_status CHECK (status IN ('due', 'kept', 'not-kept')),
  why TEXT CONSTRAINT contents_why CHECK (why IN ('kind', 'gone', 'too-large', 'failed', 'unsent')),
  tries INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER,
  content_type TEXT,
  bytes BLOB CONSTRAINT contents_size CHECK (length(bytes) <= 5242880),
  settled_at INTEGER,
  CONSTRAINT contents_due CHECK ((status = 'due') = (next_try_at IS NOT NULL)),
  CONSTRAINT contents_kept CHECK ((status = 'kept') = (bytes IS NOT NULL)),
  CONSTRAINT contents_reasoned CHECK ((status = 'not-kept') = (why IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX contents_waiting ON contents (next_try_at) WHERE next_try_at IS NOT NULL;
--> statement-breakpoint
CREATE TABLE auto_replies (
  id TEXT PRIMARY KEY,
  inbound_message_id TEXT NOT NULL CONSTRAINT auto_replies_message_once UNIQUE REFERENCES inbound_messages (id),
  line_user_id TEXT NOT NULL,
  contact_id TEXT REFERENCES contacts (id),
  kind TEXT NOT NULL CONSTRAINT auto_replies_kind CHECK (kind IN ('night', 'stranger')),
  once_key TEXT NOT NULL CONSTRAINT auto_replies_once UNIQUE,
  text TEXT NOT NULL,
  reply_token TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  status TEXT NOT NULL CONSTRAINT auto_replies_status CHECK (status IN ('due', 'tried', 'sent', 'unsent')),
  created_at INTEGER NOT NULL,
  tried_at INTEGER
) STRICT;
--> statement-breakpoint
CREATE INDEX auto_replies_due ON auto_replies (created_at) WHERE status = 'due';
--> statement-breakpoint
CREATE INDEX auto_replies_by_user ON auto_replies (line_user_id, kind, created_at);
--> statement-breakpoint
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CONSTRAINT alerts_kind CHECK (kind IN ('urgent', 'quota-low')),
  once_key TEXT CONSTRAINT alerts_once UNIQUE,
  line_user_id TEXT,
  contact_id TEXT REFERENCES contacts (id),
  inbound_message_id TEXT REFERENCES inbound_messages (id),
  answer_id TEXT REFERENCES answers (id),
  wish_id TEXT REFERENCES wishes (id),
  messages INTEGER NOT NULL DEFAULT 1,
  raised_at INTEGER NOT NULL,
  next_push_at INTEGER,
  pushes INTEGER NOT NULL DEFAULT 0 CONSTRAINT alerts_pushes CHECK (pushes BETWEEN 0 AND 6),
  console_url TEXT,
  taken_at INTEGER,
  taken_by TEXT REFERENCES staff (id),
  CONSTRAINT alerts_taken CHECK ((taken_at IS NULL) = (taken_by IS NULL)),
  CONSTRAINT alerts_urgent CHECK ((kind = 'urgent') = (inbound_message_id IS NOT NULL OR answer_id IS NOT NULL OR wish_id IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX alerts_one_open ON alerts (line_user_id) WHERE kind = 'urgent' AND taken_at IS NULL;
--> statement-breakpoint
CREATE INDEX alerts_due ON alerts (next_push_at) WHERE taken_at IS NULL AND next_push_at IS NOT NULL;
--> statement-breakpoint
CREATE INDEX alerts_open ON alerts (raised_at) WHERE taken_at IS NULL;
--> statement-breakpoint
CREATE TABLE quota_readings (
  month TEXT PRIMARY KEY CONSTRAINT quota_readings_month CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
  most INTEGER,
  used INTEGER NOT NULL CONSTRAINT quota_readings_used CHECK (used >= 0),
  read_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  evidence TEXT NOT NULL CONSTRAINT reviews_evidence_json CHECK (json_valid(evidence)),
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by TEXT REFERENCES staff (id),
  outcome TEXT CONSTRAINT reviews_outcome CHECK (length(outcome) BETWEEN 1 AND 2000),
  CONSTRAINT reviews_closed CHECK ((closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX reviews_one_open ON reviews (contact_id) WHERE closed_at IS NULL;
--> statement-breakpoint
CREATE INDEX reviews_by_contact ON reviews (contact_id, opened_at);
--> statement-breakpoint
CREATE TABLE unsends (
  line_message_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE reply_duties (
  id TEXT PRIMARY KEY,
  inbound_message_id TEXT CONSTRAINT reply_duties_message_once UNIQUE REFERENCES inbound_messages (id),
  wish_id TEXT CONSTRAINT reply_duties_wish_once UNIQUE REFERENCES wishes (id),
  contact_id TEXT REFERENCES contacts (id),
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  cleared_at INTEGER,
  cleared_by TEXT CONSTRAINT reply_duties_cleared_by CHECK (cleared_by IN ('reply', 'talk', 'closed')),
  cleared_ref TEXT,
  close_reason TEXT,
  taken_at INTEGER,
  taken_by TEXT REFERENCES staff (id),
  CONSTRAINT reply_duties_taken CHECK ((taken_at IS NULL) = (taken_by IS NULL)),
  CONSTRAINT reply_duties_cleared CHECK ((cleared_at IS NULL) = (cleared_by IS NULL)),
  CONSTRAINT reply_duties_closed_reason CHECK (cleared_by IS NOT 'closed' OR length(close_reason) > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX reply_duties_open ON reply_duties (due_at) WHERE cleared_at IS NULL;
--> statement-breakpoint
CREATE INDEX reply_duties_by_contact ON reply_duties (contact_id) WHERE cleared_at IS NULL;
--> statement-breakpoint
CREATE TABLE wishes (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  case_id TEXT REFERENCES cases (id),
  kind TEXT NOT NULL CONSTRAINT wishes_kind CHECK (kind IN ('call', 'change', 'cannot-come', 'consult', 'question', 'line-monitoring')),
  submission_key TEXT NOT NULL CONSTRAINT wishes_submission_once UNIQUE,
  when_text TEXT,
  topic TEXT CONSTRAINT wishes_topic CHECK (topic IN ('living', 'money', 'health', 'work', 'people', 'rules', 'app', 'dates', 'other')),
  talk_with TEXT CONSTRAINT wishes_with CHECK (talk_with IN ('counselor', 'anybody')),
  urgency TEXT CONSTRAINT wishes_urgency CHECK (urgency IN ('soon', 'usual')),
  line_reason TEXT CONSTRAINT wishes_line_reason CHECK (line_reason IN ('work', 'body', 'hospital', 'people', 'other')),
  line_voice TEXT CONSTRAINT wishes_line_voice CHECK (line_voice IN ('self', 'spoken', 'written', 'signed', 'cards')),
  note TEXT CONSTRAINT wishes_note CHECK (length(note) <= 400),
  wished_at INTEGER NOT NULL,
  CONSTRAINT wishes_line_only CHECK (kind = 'line-monitoring' OR (line_reason IS NULL AND line_voice IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX wishes_by_contact ON wishes (contact_id, wished_at);
--> statement-breakpoint
CREATE INDEX wishes_line_by_client ON wishes (client_id, wished_at) WHERE kind = 'line-monitoring';
--> statement-breakpoint
CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  contact_id TEXT REFERENCES contacts (id),
  case_id TEXT REFERENCES cases (id),
  kind TEXT NOT NULL CONSTRAINT tasks_kind CHECK (kind IN ('phone', 'visit', 'decide', 'check')),
  why TEXT NOT NULL,
  title TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  once_key TEXT CONSTRAINT tasks_once UNIQUE,
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  done_by TEXT REFERENCES staff (id),
  done_note TEXT
) STRICT;
--> statement-breakpoint
CREATE INDEX tasks_open ON tasks (due_at) WHERE done_at IS NULL;
--> statement-breakpoint
CREATE TABLE record_entries (
  id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES clients (id),
  seq INTEGER NOT NULL CONSTRAINT record_entries_seq CHECK (seq >= 1),
  prev_hash TEXT NOT NULL CONSTRAINT record_entries_prev CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CONSTRAINT record_entries_hash CHECK (length(hash) = 64),
  kind TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL CONSTRAINT record_entries_actor CHECK (actor_kind IN ('contact', 'staff', 'bot', 'cron')),
  actor_id TEXT,
  case_id TEXT REFERENCES cases (id),
  contact_id TEXT REFERENCES contacts (id),
  corrects_id TEXT REFERENCES record_entries (id),
  body TEXT NOT NULL CONSTRAINT record_entries_json CHECK (json_valid(body)),
  body_hash TEXT NOT NULL CONSTRAINT record_entries_body_hash CHECK (length(body_hash) = 64),
  CONSTRAINT record_entries_chain_once UNIQUE (client_id, seq)
) STRICT;
--> statement-breakpoint
CREATE INDEX record_entries_by_case ON record_entries (case_id, seq);
--> statement-breakpoint
CREATE INDEX record_entries_by_time ON record_entries (client_id, occurred_at, seq);
--> statement-breakpoint
CREATE INDEX record_entries_by_corrected ON record_entries (corrects_id) WHERE corrects_id IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER record_entries_no_update BEFORE UPDATE ON record_entries BEGIN SELECT RAISE(ABORT, 'record entries are append-only'); END;
--> statement-breakpoint
CREATE TRIGGER record_entries_no_delete BEFORE DELETE ON record_entries BEGIN SELECT RAISE(ABORT, 'record entries are append-only'); END;
--> statement-breakpoint
CREATE TABLE feed_links (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL CONSTRAINT feed_links_token_once UNIQUE,
  contact_id TEXT NOT NULL REFERENCES contacts (id),
  case_id TEXT NOT NULL REFERENCES cases (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE access_log (
  id TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  client_id TEXT REFERENCES clients (id),
  what TEXT NOT NULL,
  detail TEXT,
  at INTEGER NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX access_log_by_client ON access_log (client_id, at);
--> statement-breakpoint
CREATE INDEX access_log_by_time ON access_log (at, id);
--> statement-breakpoint
CREATE INDEX access_log_by_staff ON access_log (staff_id, at, id);
--> statement-breakpoint
CREATE TABLE job_runs (
  id TEXT PRIMARY KEY,
  job TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  outcome TEXT CONSTRAINT job_runs_json CHECK (outcome IS NULL OR json_valid(outcome))
) STRICT;
--> statement-breakpoint
CREATE INDEX job_runs_by_job ON job_runs (job, started_at);
