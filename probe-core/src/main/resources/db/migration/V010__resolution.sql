-- One question for one kind of address, and what came of it: ANSWER, or why none.
CREATE TABLE IF NOT EXISTS resolution (
  name_id  INT UNSIGNED NOT NULL,
  asked_at BIGINT       NOT NULL,
  resolver VARCHAR(190) NOT NULL,
  family   VARCHAR(4)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  outcome  VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (name_id, asked_at, resolver, family)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
