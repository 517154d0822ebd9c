UPDATE endpoint e
SET e.last_started_at = (
  -- Not MAX: it would read every observation there is.
  SELECT o.started_at FROM observation o WHERE o.endpoint_id = e.id
  ORDER BY o.started_at DESC LIMIT 1);
