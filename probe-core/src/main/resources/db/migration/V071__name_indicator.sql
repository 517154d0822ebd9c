-- Names that tell of mining where they are asked for in DNS or TLS, and nothing else: they are never
-- resolved, never probed, and label no flow. scope EXACT: this name; BELOW: every name below it.
-- why: what it is, in one word.
CREATE TABLE IF NOT EXISTS name_indicator (
  name            VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  scope           VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  why             VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pool            VARCHAR(190) NOT NULL DEFAULT '',
  source          TEXT         NOT NULL,
  licence_classes VARCHAR(100) NOT NULL DEFAULT '',
  evidence        VARCHAR(10)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  PRIMARY KEY (name, scope)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
