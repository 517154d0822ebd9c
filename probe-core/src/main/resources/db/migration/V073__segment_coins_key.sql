-- coins_key: the set of coins as far as an index takes it. There are few sets, so those that hold a
-- coin are found by walking over the index, and then their segments.
ALTER TABLE window_segment
  ADD COLUMN IF NOT EXISTS coins_key VARCHAR(64) AS (LEFT(coins, 64)) PERSISTENT,
  ADD INDEX IF NOT EXISTS window_segment_coins (coins_key);
