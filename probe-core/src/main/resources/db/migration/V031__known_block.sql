-- Blocks whose chain is known: three endpoints or more, of two pools or more, gave out work on it
-- and were declared to serve the same coin, and no such number was declared to serve another.
CREATE TABLE IF NOT EXISTS known_block (
  block_hash BINARY(32)  NOT NULL PRIMARY KEY,
  coin       VARCHAR(32) NOT NULL,
  seen_at    BIGINT      NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
