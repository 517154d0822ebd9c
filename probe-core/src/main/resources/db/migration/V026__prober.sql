-- Builds of the prober: a later one may read the same answer otherwise.
CREATE TABLE IF NOT EXISTS prober (
  id      INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  version VARCHAR(64)  NOT NULL UNIQUE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
