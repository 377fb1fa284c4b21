CREATE TABLE restaurant (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  cuisine text NOT NULL,
  address text NOT NULL,
  description text NOT NULL,
  folded text NOT NULL,
  submission text NOT NULL UNIQUE,
  -- How many reviews gave 1 to 5 stars: kept by the trigger below, so that no page has to add up all reviews.
  per_star bigint[] NOT NULL DEFAULT '{0,0,0,0,0}',
  reviews bigint NOT NULL GENERATED ALWAYS AS
    (per_star[1] + per_star[2] + per_star[3] + per_star[4] + per_star[5]) STORED,
  average double precision GENERATED ALWAYS AS
    ((per_star[1] + 2 * per_star[2] + 3 * per_star[3] + 4 * per_star[4] + 5 * per_star[5])::double precision
      / nullif(per_star[1] + per_star[2] + per_star[3] + per_star[4] + per_star[5], 0)) STORED
);

-- The order of the list, and of the list of one cuisine.
CREATE INDEX restaurant_best ON restaurant (average DESC NULLS LAST, reviews DESC, id);
CREATE INDEX restaurant_best_of_cuisine ON restaurant (cuisine, average DESC NULLS LAST, reviews DESC, id);

CREATE TABLE review (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  restaurant_id bigint NOT NULL REFERENCES restaurant (id),
  author text NOT NULL,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  comment text NOT NULL,
  at timestamptz NOT NULL,
  submission text NOT NULL UNIQUE,
  photo text
);

CREATE INDEX review_newest ON review (restaurant_id, at DESC, id DESC);
CREATE INDEX review_photo ON review (photo) WHERE photo IS NOT NULL;

CREATE FUNCTION review_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    UPDATE restaurant SET per_star[OLD.stars] = per_star[OLD.stars] - 1 WHERE id = OLD.restaurant_id;
  END IF;
  IF TG_OP IN ('UPDATE', 'INSERT') THEN
    UPDATE restaurant SET per_star[NEW.stars] = per_star[NEW.stars] + 1 WHERE id = NEW.restaurant_id;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER review_counted AFTER INSERT OR DELETE OR UPDATE OF stars, restaurant_id ON review
  FOR EACH ROW EXECUTE FUNCTION review_counted();
