package reviews.web.session;

import java.time.Instant;
import java.util.Optional;
import reviews.signin.Person;

/**
 * One visitor's session, as the signed cookie carries it.
 *
 * @param id random; forms are bound to it
 * @param since when the cookie was signed; it ends {@link Sessions#LIFETIME} later
 * @param person empty until the visitor signs in
 */
public record Session(String id, Instant since, Optional<Person> person) {}
