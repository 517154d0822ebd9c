-- By which thresholds each version of the rules makes windows; written by the program that has it.
CREATE TABLE IF NOT EXISTS builder_parameter (
  algorithm_version INT          NOT NULL,
  parameter         VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  value             VARCHAR(190) NOT NULL,
  PRIMARY KEY (algorithm_version, parameter)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
