CREATE TABLE IF NOT EXISTS resolution_answer (
  name_id     INT UNSIGNED NOT NULL,
  asked_at    BIGINT       NOT NULL,
  resolver    VARCHAR(190) NOT NULL,
  address     INET6        NOT NULL,
  ttl_seconds BIGINT       NOT NULL,
  PRIMARY KEY (name_id, asked_at, resolver, address)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
