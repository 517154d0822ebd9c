-- What the numbers meant in a predecessor's database: notes, lists and links that quote them stay
-- readable. kind: its table. means: as a pool's name, or an address, a port and a protocol.
CREATE TABLE IF NOT EXISTS legacy_id (
  source     VARCHAR(190)    NOT NULL,
  kind       VARCHAR(32)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number     BIGINT UNSIGNED NOT NULL,
  means      VARCHAR(500)    NOT NULL,
  created_at BIGINT          NULL,
  PRIMARY KEY (source, kind, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
