-- What the windows that are there were made with; several values where they are of several versions.
CREATE OR REPLACE VIEW builder_export AS
SELECT p.parameter, GROUP_CONCAT(DISTINCT p.value ORDER BY p.value SEPARATOR '|') AS value
FROM (
  SELECT DISTINCT algorithm_version AS version FROM availability_window
) made
JOIN (
  SELECT algorithm_version AS version, parameter, value FROM builder_parameter
  UNION
  SELECT DISTINCT algorithm_version, 'algorithm_version', CAST(algorithm_version AS CHAR)
  FROM availability_window
) p ON p.version = made.version
GROUP BY p.parameter;
