-- By which names an endpoint is, or was, visited.
CREATE TABLE IF NOT EXISTS endpoint_name (
  endpoint_id BIGINT UNSIGNED NOT NULL,
  name_id     INT UNSIGNED    NOT NULL,
  PRIMARY KEY (endpoint_id, name_id),
  INDEX endpoint_name_name (name_id),
  CONSTRAINT endpoint_name_endpoint FOREIGN KEY (endpoint_id) REFERENCES endpoint (id),
  CONSTRAINT endpoint_name_name FOREIGN KEY (name_id) REFERENCES name (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
