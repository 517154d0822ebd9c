-- The doubts that are not released, by the endpoint they concern; endpoint_id is null of those about everything, which
-- need not be told for every endpoint. vantage is null where it is of all of them. One without an end ends with the
-- last millisecond that can be said.
CREATE OR REPLACE VIEW doubt_export AS
SELECT CAST(NULL AS UNSIGNED) AS endpoint_id, v.name AS vantage, d.from_ms,
  COALESCE(d.to_ms, 9223372036854775807) AS to_ms
FROM doubt d
LEFT JOIN vantage v ON v.id = d.vantage_id
WHERE d.address IS NULL AND d.port IS NULL AND d.pool_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM doubt_release r WHERE r.doubt_id = d.id)
UNION ALL
SELECT e.id AS endpoint_id, v.name AS vantage, d.from_ms,
  COALESCE(d.to_ms, 9223372036854775807) AS to_ms
FROM doubt d
JOIN endpoint e ON (d.address IS NULL OR e.address = d.address)
  AND (d.port IS NULL OR e.port = d.port)
LEFT JOIN vantage v ON v.id = d.vantage_id
WHERE NOT (d.address IS NULL AND d.port IS NULL AND d.pool_id IS NULL)
  AND NOT EXISTS (SELECT 1 FROM doubt_release r WHERE r.doubt_id = d.id)
  AND (d.pool_id IS NULL OR EXISTS (
    SELECT 1 FROM endpoint_name en JOIN name n ON n.id = en.name_id
    WHERE en.endpoint_id = e.id AND n.pool_id = d.pool_id));
