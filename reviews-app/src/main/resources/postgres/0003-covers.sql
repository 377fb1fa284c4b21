-- A restaurant's newest photo, without going through its reviews that have none.
CREATE INDEX review_cover ON review (restaurant_id, at DESC, id DESC) WHERE photo IS NOT NULL;
