-- Which endpoint gave out work on which block, while its name was declared to serve one coin.
-- Dropped when the block is known, or old.
CREATE TABLE IF NOT EXISTS block_sighting (
  block_hash  BINARY(32)      NOT NULL,
  endpoint_id BIGINT UNSIGNED NOT NULL,
  coin        VARCHAR(32)     NOT NULL,
  name_id     INT UNSIGNED    NOT NULL,
  seen_at     BIGINT          NOT NULL,
  PRIMARY KEY (block_hash, endpoint_id),
  INDEX block_sighting_seen (seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
