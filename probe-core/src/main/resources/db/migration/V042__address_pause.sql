-- An address that seems to have banned a vantage: it is left alone until a time, at each level longer.
-- The row goes when a visit finds the address answering again.
CREATE TABLE IF NOT EXISTS address_pause (
  vantage_id INT UNSIGNED NOT NULL,
  address    INET6        NOT NULL,
  level      INT          NOT NULL,
  from_ms    BIGINT       NOT NULL,
  until_ms   BIGINT       NOT NULL,
  reason     VARCHAR(500) NOT NULL,
  PRIMARY KEY (vantage_id, address),
  CONSTRAINT address_pause_vantage FOREIGN KEY (vantage_id) REFERENCES vantage (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
