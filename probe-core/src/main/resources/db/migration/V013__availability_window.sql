-- Derived from the observations; can be recomputed at any time to the same rows.
CREATE TABLE IF NOT EXISTS availability_window (
  endpoint_id       BIGINT UNSIGNED NOT NULL,
  first_up          BIGINT          NOT NULL,
  window_id         CHAR(16)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  last_up           BIGINT          NOT NULL,
  not_before        BIGINT          NULL,
  not_after         BIGINT          NULL,
  start_reason      VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  end_reason        VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  interval_ms       BIGINT          NOT NULL,
  up_count          BIGINT          NOT NULL,
  missed_count      BIGINT          NOT NULL,
  bridged           MEDIUMTEXT      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  max_gap_ms        BIGINT          NOT NULL,
  evidence          CHAR(2)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  algorithm_version INT             NOT NULL,
  PRIMARY KEY (endpoint_id, first_up),
  CONSTRAINT availability_window_endpoint FOREIGN KEY (endpoint_id) REFERENCES endpoint (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
