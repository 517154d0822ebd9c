-- Who took what out of use, when and why, and who took that back: appended, never changed. kind: POOL,
-- NAME, SERVICE (a port under a name) or ENDPOINT. at_ms: since when it holds. undone: 1 takes an
-- earlier one back. What holds now stands in the columns retired_at as well.
CREATE TABLE IF NOT EXISTS retirement (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind       VARCHAR(8)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target     VARCHAR(300)    NOT NULL,
  undone     TINYINT         NOT NULL,
  at_ms      BIGINT          NOT NULL,
  why        VARCHAR(500)    NOT NULL,
  decided_by VARCHAR(190)    NOT NULL,
  decided_at BIGINT          NOT NULL,
  INDEX retirement_target (kind, target)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
