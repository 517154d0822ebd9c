-- What TLS handshakes showed, each combination once. names: common and alternative names of the
-- certificate, sorted and joined by '|', cut to whole names. sni '': none was sent.
CREATE TABLE IF NOT EXISTS tls (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  leaf_sha256 BINARY(32)   NOT NULL,
  version     VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sni         VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  names       TEXT         NOT NULL,
  not_before  BIGINT       NOT NULL,
  not_after   BIGINT       NOT NULL,
  UNIQUE KEY tls_what (leaf_sha256, version, sni)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
