-- Which endpoints there are, by the number that observation_export has. address_key sorts as the 16
-- bytes of the address do.
CREATE OR REPLACE VIEW endpoint_export AS
SELECT
  e.id AS endpoint_id,
  CASE WHEN e.address BETWEEN '::ffff:0.0.0.0' AND '::ffff:255.255.255.255'
       THEN SUBSTRING(CAST(e.address AS CHAR), 8)
       ELSE CAST(e.address AS CHAR) END AS address,
  e.port,
  CASE e.transport WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 33 THEN 'dccp' ELSE 'sctp' END
    AS transport,
  e.address AS address_key
FROM endpoint e;
