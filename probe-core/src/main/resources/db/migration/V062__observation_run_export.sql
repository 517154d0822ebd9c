-- The columns of observation_export, of many observations in one row.
CREATE OR REPLACE VIEW observation_run_export AS
SELECT
  CASE WHEN e.address BETWEEN '::ffff:0.0.0.0' AND '::ffff:255.255.255.255'
       THEN SUBSTRING(CAST(e.address AS CHAR), 8)
       ELSE CAST(e.address AS CHAR) END AS address,
  e.port,
  CASE e.transport WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 33 THEN 'dccp' ELSE 'sctp' END
    AS transport,
  r.times,
  v.name AS vantage,
  r.verdict,
  r.evidence,
  r.protocols AS protocol
FROM observation_run r
JOIN endpoint e ON e.id = r.endpoint_id
JOIN vantage v ON v.id = r.vantage_id;
