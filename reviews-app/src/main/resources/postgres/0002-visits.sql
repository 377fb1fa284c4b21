CREATE TABLE visit_count (
  kind text NOT NULL CHECK (kind IN ('browser', 'country', 'system')),
  name text NOT NULL,
  visits bigint NOT NULL,
  PRIMARY KEY (kind, name)
);

-- Counts one visit; country is null when nobody knows it. Always in the same order, so that no two calls wait for each other.
CREATE FUNCTION count_visit(browser text, system text, country text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO visit_count AS counted (kind, name, visits)
  SELECT kind, name, 1
  FROM (VALUES (1, 'browser', browser), (2, 'country', country), (3, 'system', system)) AS one (place, kind, name)
  WHERE name IS NOT NULL
  ORDER BY place
  ON CONFLICT (kind, name) DO UPDATE SET visits = counted.visits + 1
$$;

CREATE FUNCTION visit_totals() RETURNS TABLE (kind text, name text, visits bigint) LANGUAGE sql STABLE AS $$
  SELECT kind, name, visits FROM visit_count
$$;
