-- What a source says is served under a name. port 0: the source states no port; coin '': a port
-- that serves several or switches by itself.
CREATE TABLE IF NOT EXISTS name_service (
  name_id        INT UNSIGNED      NOT NULL,
  port           SMALLINT UNSIGNED NOT NULL,
  coin           VARCHAR(32)       NOT NULL,
  algorithm      VARCHAR(64)       NOT NULL,
  protocol       VARCHAR(32)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tls            VARCHAR(8)        NOT NULL DEFAULT '',
  region         VARCHAR(32)       NOT NULL DEFAULT '',
  source         TEXT              NOT NULL,
  licence_classes VARCHAR(100)     NOT NULL DEFAULT '',
  retired_at     BIGINT            NULL,
  PRIMARY KEY (name_id, port, coin, algorithm, protocol),
  INDEX name_service_port (port),
  INDEX name_service_coin (coin),
  CONSTRAINT name_service_name FOREIGN KEY (name_id) REFERENCES name (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
