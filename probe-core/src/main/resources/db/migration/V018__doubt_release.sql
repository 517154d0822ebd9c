CREATE TABLE IF NOT EXISTS doubt_release (
  doubt_id    BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  released_by VARCHAR(190)    NOT NULL,
  released_at BIGINT          NOT NULL,
  CONSTRAINT doubt_release_doubt FOREIGN KEY (doubt_id) REFERENCES doubt (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
