package reviews.restaurants;

/**
 * Names one sending of one form. A store keeps what comes with a key it already knows only once, so that a double click
 * or a repeated request adds nothing twice.
 */
public record Submission(String key) {}
