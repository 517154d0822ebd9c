-- What is left of UP observations whose rows have gone by retention: everything that windows are made
-- of, and that snapshots carry. The visits of a vantage to an endpoint that found the same, in order
-- of their starts. times: when each started and ended, see VisitTimes. from_ms: when the first
-- started. to_ms: when the last of them to end did.
CREATE TABLE IF NOT EXISTS observation_run (
  endpoint_id     BIGINT UNSIGNED NOT NULL,
  from_ms         BIGINT          NOT NULL,
  vantage_id      INT UNSIGNED    NOT NULL,
  to_ms           BIGINT          NOT NULL,
  visits          INT UNSIGNED    NOT NULL,
  interval_ms     BIGINT          NOT NULL,
  verdict         VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel         VARCHAR(16)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  evidence        CHAR(2)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  protocols       VARCHAR(400)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  software        VARCHAR(190)    NOT NULL,
  coins_declared  VARCHAR(500)    NOT NULL,
  coins_found     VARCHAR(500)    NOT NULL,
  coin_rule       VARCHAR(64)     NOT NULL,
  coin_confidence VARCHAR(8)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  source          VARCHAR(190)    NOT NULL,
  times           BLOB            NOT NULL,
  PRIMARY KEY (endpoint_id, from_ms, vantage_id),
  INDEX observation_run_to (to_ms)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
