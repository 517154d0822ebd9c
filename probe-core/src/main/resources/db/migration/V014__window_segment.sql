-- Sets are sorted and joined by '|'.
CREATE TABLE IF NOT EXISTS window_segment (
  endpoint_id  BIGINT UNSIGNED NOT NULL,
  first_up     BIGINT          NOT NULL,
  segment      INT             NOT NULL,
  segment_from BIGINT          NOT NULL,
  segment_to   BIGINT          NOT NULL,
  pools        TEXT            NOT NULL,
  fqdns        TEXT            NOT NULL,
  stale_fqdns  TEXT            NOT NULL,
  coins        TEXT            NOT NULL,
  coin_basis   VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  protocols    TEXT            NOT NULL,
  channel      VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  software     VARCHAR(190)    NOT NULL,
  shared       TINYINT         NOT NULL,
  switching    TINYINT         NOT NULL,
  PRIMARY KEY (endpoint_id, first_up, segment),
  CONSTRAINT window_segment_window FOREIGN KEY (endpoint_id, first_up)
    REFERENCES availability_window (endpoint_id, first_up) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
