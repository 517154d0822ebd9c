-- Who asked not to be probed: an address, a block, a host name, *.DOMAIN or pool:NAME.
CREATE TABLE IF NOT EXISTS opt_out (
  entry    VARCHAR(255) NOT NULL PRIMARY KEY,
  reason   VARCHAR(500) NOT NULL DEFAULT '',
  added_at BIGINT       NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
