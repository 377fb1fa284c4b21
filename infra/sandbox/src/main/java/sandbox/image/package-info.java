/**
 * Makes real, runnable and reproducible images from nothing but this machine's JDK, and holds the sample app that tests run. It
 * knows neither the registry stand-in nor the platform.
 */
@NullMarked
package sandbox.image;

import org.jspecify.annotations.NullMarked;
