-- protocols: every family that the answer may belong to, joined by '|'. block_hash: the block that
-- the work hangs on, or that seeds its algorithm, in the order in which explorers print it. What
-- most visits do not have takes a bit or a byte in their rows.
ALTER TABLE observation
  CHANGE COLUMN IF EXISTS protocol protocols
    VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  CHANGE COLUMN IF EXISTS coin_exact coin_confidence
    VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ADD COLUMN IF NOT EXISTS prober_id  INT UNSIGNED NULL,
  ADD COLUMN IF NOT EXISTS tls_id     INT UNSIGNED NULL,
  ADD COLUMN IF NOT EXISTS algorithm  VARCHAR(64)  NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS height     BIGINT       NULL,
  ADD COLUMN IF NOT EXISTS difficulty DOUBLE       NULL,
  ADD COLUMN IF NOT EXISTS block_hash BINARY(32)   NULL,
  ADD COLUMN IF NOT EXISTS merged_mining VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin
    NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS pool_tag   VARCHAR(190) NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS discovered VARCHAR(500) NOT NULL DEFAULT '';
