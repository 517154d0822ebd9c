-- The first 4 KiB of a conversation, kept only where something changed (kept_for CHANGE) and for the
-- first and last UP of a window (UP).
CREATE TABLE IF NOT EXISTS transcript (
  endpoint_id BIGINT UNSIGNED NOT NULL,
  started_at  BIGINT          NOT NULL,
  vantage_id  INT UNSIGNED    NOT NULL,
  ended_at    BIGINT          NOT NULL,
  kept_for    VARCHAR(8)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content     VARBINARY(4096) NOT NULL,
  PRIMARY KEY (endpoint_id, started_at, vantage_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
