-- transport: IANA protocol number. unfolded_from: time of the earliest observation (or change of a
-- name or doubt) that the windows do not know of yet; NULL when they are up to date.
CREATE TABLE IF NOT EXISTS endpoint (
  id              BIGINT UNSIGNED   NOT NULL AUTO_INCREMENT PRIMARY KEY,
  address         INET6             NOT NULL,
  port            SMALLINT UNSIGNED NOT NULL,
  transport       TINYINT UNSIGNED  NOT NULL,
  proven_protocol VARCHAR(32)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  next_due_at     BIGINT            NULL,
  unfolded_from   BIGINT            NULL,
  UNIQUE KEY endpoint_where (address, port, transport),
  INDEX endpoint_port (port),
  INDEX endpoint_due (next_due_at),
  INDEX endpoint_unfolded (unfolded_from)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
