-- reversed: the name read backwards, for all names below a domain, and for those that end alike.
ALTER TABLE name
  ADD COLUMN IF NOT EXISTS reversed VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin
    AS (REVERSE(fqdn)) PERSISTENT,
  ADD INDEX IF NOT EXISTS name_reversed (reversed);
