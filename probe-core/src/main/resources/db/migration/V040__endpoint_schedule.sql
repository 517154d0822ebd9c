-- misses: visits in a row that found it dead; each doubles the time to the next one. ask_tls: whether
-- the next visit speaks TLS, because that was proven or the last answer points to it; NULL: not known.
ALTER TABLE endpoint
  ADD COLUMN IF NOT EXISTS misses INT NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS ask_tls TINYINT NULL;
