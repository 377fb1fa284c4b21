package reviews.settings;

import java.util.Optional;

/**
 * What stands between the visitors and this process, and how much it takes from one of them.
 *
 * @param forwardedHops how many proxies that the platform or its owner runs stand in front; 0 means that forwarded headers are not believed
 * @param writesPerMinute forms taken from one client; 0 means without a limit
 * @param countryHeader the header in which the platform tells a visitor's country; empty when it does not
 */
public record EdgeSettings(int forwardedHops, int writesPerMinute, Optional<String> countryHeader) {}
