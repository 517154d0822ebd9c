-- The stretches in which a vantage was looking at all; interval_ms says how far the next sign of
-- life may be for both to be one stretch.
CREATE TABLE IF NOT EXISTS coverage (
  vantage_id  INT UNSIGNED NOT NULL,
  from_ms     BIGINT       NOT NULL,
  to_ms       BIGINT       NOT NULL,
  interval_ms BIGINT       NOT NULL,
  PRIMARY KEY (vantage_id, from_ms),
  CONSTRAINT coverage_vantage FOREIGN KEY (vantage_id) REFERENCES vantage (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
