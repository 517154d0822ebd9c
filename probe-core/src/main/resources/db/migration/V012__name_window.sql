-- That a name pointed to an address, as one resolver (or an import) saw it. absences: answers without
-- the address since last_seen, the first of them at absent_since; left_at: when it was taken to have
-- left.
CREATE TABLE IF NOT EXISTS name_window (
  name_id      INT UNSIGNED NOT NULL,
  address      INET6        NOT NULL,
  resolver     VARCHAR(190) NOT NULL,
  first_seen   BIGINT       NOT NULL,
  last_seen    BIGINT       NOT NULL,
  answers      BIGINT       NOT NULL,
  absences     INT          NOT NULL DEFAULT 0,
  absent_since BIGINT       NULL,
  left_at      BIGINT       NULL,
  PRIMARY KEY (name_id, address, resolver, first_seen),
  INDEX name_window_address (address),
  CONSTRAINT name_window_name FOREIGN KEY (name_id) REFERENCES name (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
