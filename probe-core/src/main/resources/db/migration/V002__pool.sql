-- A pool is retired, never removed: windows of the past still name it.
CREATE TABLE IF NOT EXISTS pool (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name       VARCHAR(190) NOT NULL UNIQUE,
  url        VARCHAR(500) NOT NULL DEFAULT '',
  retired_at BIGINT       NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
