-- evidence: day of the newest source that says so, 2026-08-17; '': not known.
ALTER TABLE name_service ADD COLUMN IF NOT EXISTS evidence VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin
  NOT NULL DEFAULT '';
