-- Append-only: a stretch in which failures are not believed. The scope is everything, or a pool, or
-- an address, or an endpoint, whichever columns are set; vantage NULL: all of them.
CREATE TABLE IF NOT EXISTS doubt (
  id          BIGINT UNSIGNED   NOT NULL AUTO_INCREMENT PRIMARY KEY,
  vantage_id  INT UNSIGNED      NULL,
  pool_id     INT UNSIGNED      NULL,
  address     INET6             NULL,
  port        SMALLINT UNSIGNED NULL,
  from_ms     BIGINT            NOT NULL,
  to_ms       BIGINT            NULL,
  reason      VARCHAR(500)      NOT NULL,
  decided_by  VARCHAR(190)      NOT NULL,
  decided_at  BIGINT            NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
