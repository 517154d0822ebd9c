-- As before, and endpoint_id: the observations of one endpoint can be asked for without reading the
-- others. time is when the visit ended: the instant that windows are made of.
CREATE OR REPLACE VIEW observation_export AS
SELECT
  CASE WHEN e.address BETWEEN '::ffff:0.0.0.0' AND '::ffff:255.255.255.255'
       THEN SUBSTRING(CAST(e.address AS CHAR), 8)
       ELSE CAST(e.address AS CHAR) END AS address,
  e.port,
  CASE e.transport WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 33 THEN 'dccp' ELSE 'sctp' END
    AS transport,
  o.ended_at AS time,
  v.name AS vantage,
  o.verdict,
  o.evidence,
  o.protocols AS protocol,
  e.address AS address_key,
  o.endpoint_id
FROM observation o
JOIN endpoint e ON e.id = o.endpoint_id
JOIN vantage v ON v.id = o.vantage_id;
