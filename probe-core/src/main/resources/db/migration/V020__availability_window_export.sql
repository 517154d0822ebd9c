-- What flow-matcher reads: one row a segment. The columns are a contract.
CREATE OR REPLACE VIEW availability_window_export AS
SELECT
  w.window_id,
  s.segment,
  CASE WHEN e.address BETWEEN '::ffff:0.0.0.0' AND '::ffff:255.255.255.255'
       THEN SUBSTRING(CAST(e.address AS CHAR), 8)
       ELSE CAST(e.address AS CHAR) END AS address,
  e.port,
  CASE e.transport WHEN 6 THEN 'tcp' WHEN 17 THEN 'udp' WHEN 33 THEN 'dccp' ELSE 'sctp' END
    AS transport,
  s.segment_from,
  s.segment_to,
  w.first_up,
  w.last_up,
  w.not_before,
  w.not_after,
  w.start_reason,
  w.end_reason,
  w.interval_ms,
  w.up_count,
  w.missed_count,
  w.bridged,
  w.max_gap_ms,
  w.evidence,
  s.pools,
  s.fqdns,
  s.stale_fqdns,
  s.coins,
  s.coin_basis,
  s.protocols,
  s.channel,
  s.software,
  s.shared,
  s.switching
FROM availability_window w
JOIN endpoint e ON e.id = w.endpoint_id
JOIN window_segment s ON s.endpoint_id = w.endpoint_id AND s.first_up = w.first_up;
