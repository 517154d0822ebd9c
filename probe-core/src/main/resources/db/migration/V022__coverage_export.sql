CREATE OR REPLACE VIEW coverage_export AS
SELECT v.name AS vantage, c.from_ms, c.to_ms
FROM coverage c
JOIN vantage v ON v.id = c.vantage_id;
