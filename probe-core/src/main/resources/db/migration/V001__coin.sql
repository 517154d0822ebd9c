-- One statement a migration: DDL does not roll back, and each statement can be repeated.
CREATE TABLE IF NOT EXISTS coin (
  symbol       VARCHAR(32)  NOT NULL PRIMARY KEY,
  name         VARCHAR(190) NOT NULL DEFAULT '',
  algorithm    VARCHAR(500) NOT NULL DEFAULT '',
  explorer_url VARCHAR(500) NOT NULL DEFAULT '',
  website      VARCHAR(500) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
