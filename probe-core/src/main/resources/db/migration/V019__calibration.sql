CREATE TABLE IF NOT EXISTS calibration (
  situation VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bucket    INT         NOT NULL,
  held_out  BIGINT      NOT NULL,
  up_share  DOUBLE      NOT NULL,
  PRIMARY KEY (situation, bucket)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
