-- Snapshots that were written. as_of: time of the newest observation in it; NULL: it has none.
CREATE TABLE IF NOT EXISTS snapshot_release (
  id             CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  as_of          BIGINT   NULL,
  windows        BIGINT   NOT NULL,
  first_taken_at BIGINT NOT NULL,
  last_taken_at  BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
