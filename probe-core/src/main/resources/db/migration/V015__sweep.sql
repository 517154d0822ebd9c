-- One pass of a vantage over what was due; imports have theirs found out from the times.
CREATE TABLE IF NOT EXISTS sweep (
  vantage_id  INT UNSIGNED NOT NULL,
  from_ms     BIGINT       NOT NULL,
  to_ms       BIGINT       NOT NULL,
  interval_ms BIGINT       NOT NULL,
  visits      BIGINT       NOT NULL,
  PRIMARY KEY (vantage_id, from_ms),
  CONSTRAINT sweep_vantage FOREIGN KEY (vantage_id) REFERENCES vantage (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
