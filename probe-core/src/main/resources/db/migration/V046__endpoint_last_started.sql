UPDATE endpoint e
SET e.last_started_at = (SELECT MAX(o.started_at) FROM observation o WHERE o.endpoint_id = e.id);
