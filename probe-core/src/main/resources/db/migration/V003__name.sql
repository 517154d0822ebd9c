-- A host name. kind POOL: a pool's, or one that was probed; FOREIGN: somebody else's, whose
-- presence on an address makes the address shared. next_due_at: when to resolve it next.
CREATE TABLE IF NOT EXISTS name (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  fqdn        VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  pool_id     INT UNSIGNED NULL,
  kind        VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'POOL',
  next_due_at BIGINT       NOT NULL DEFAULT 0,
  retired_at  BIGINT       NULL,
  INDEX name_due (next_due_at),
  CONSTRAINT name_pool FOREIGN KEY (pool_id) REFERENCES pool (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
