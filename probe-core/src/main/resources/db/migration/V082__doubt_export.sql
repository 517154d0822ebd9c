-- Which doubts that are not released concern which endpoints: of an address, a port or a pool's names. to_ms is null
-- while a doubt is open, vantage where it is of all of them.
CREATE OR REPLACE VIEW doubt_export AS
SELECT
  e.id AS endpoint_id,
  v.name AS vantage,
  d.from_ms,
  d.to_ms
FROM doubt d
JOIN endpoint e ON (d.address IS NULL OR e.address = d.address)
  AND (d.port IS NULL OR e.port = d.port)
LEFT JOIN vantage v ON v.id = d.vantage_id
WHERE NOT EXISTS (SELECT 1 FROM doubt_release r WHERE r.doubt_id = d.id)
  AND (d.pool_id IS NULL OR EXISTS (
    SELECT 1 FROM endpoint_name en JOIN name n ON n.id = en.name_id
    WHERE en.endpoint_id = e.id AND n.pool_id = d.pool_id));
