package reviews.signin;

/**
 * Who signed in.
 *
 * @param id stays the same for this site and this person
 * @param name for people; may hold anything that the person's account does
 */
public record Person(String id, String name) {}
