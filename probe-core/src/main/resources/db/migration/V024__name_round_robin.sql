-- round_robin: an address of the name came back soon after it was missing, so that it leaves only
-- when it was absent for a day.
ALTER TABLE name ADD COLUMN IF NOT EXISTS round_robin TINYINT NOT NULL DEFAULT 0;
