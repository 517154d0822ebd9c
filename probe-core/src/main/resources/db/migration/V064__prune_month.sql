-- How many rows of each month went, counted in the transactions in which they went. month: 202611.
CREATE TABLE IF NOT EXISTS prune_month (
  prune_id  BIGINT UNSIGNED NOT NULL,
  month     INT             NOT NULL,
  rows_gone BIGINT          NOT NULL,
  PRIMARY KEY (prune_id, month),
  CONSTRAINT prune_month_prune FOREIGN KEY (prune_id) REFERENCES prune (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
