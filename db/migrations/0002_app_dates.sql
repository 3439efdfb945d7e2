CREATE TABLE answer_parts (
  answer_id TEXT NOT NULL REFERENCES answers (id),
  date TEXT NOT NULL CONSTRAINT answer_parts_date CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  part TEXT NOT NULL CONSTRAINT answer_parts_part CHECK (part IN ('morning', 'afternoon', 'evening')),
  PRIMARY KEY (answer_id, date, part)
) STRICT;
