-- What has gone by retention, for ever on record. class: OBSERVATIONS (packed into observation_run),
-- TRANSCRIPTS or RESOLUTIONS. before_ms: rows of that time and later stayed.
CREATE TABLE IF NOT EXISTS prune (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  class      VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  before_ms  BIGINT          NOT NULL,
  why        VARCHAR(500)    NOT NULL,
  decided_by VARCHAR(190)    NOT NULL,
  decided_at BIGINT          NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
