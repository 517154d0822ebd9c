-- A wish that was taken back stays on record, with the time it ended, until it is made again.
ALTER TABLE opt_out ADD COLUMN IF NOT EXISTS withdrawn_at BIGINT NULL;
