-- last_started_at: of the endpoint's newest observation; NULL: there is none. last_answer: what that
-- one answered, as far as a transcript is kept for another answer, hashed; NULL: not known, and to
-- be read from the observation.
ALTER TABLE endpoint
  ADD COLUMN IF NOT EXISTS last_started_at BIGINT NULL,
  ADD COLUMN IF NOT EXISTS last_answer CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;
