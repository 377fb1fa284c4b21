package relay.rollout;

import relay.health.Grade;

/**
 * How it is known that the rollback target is back.
 *
 * @param answers in a row
 * @param well whether they were good; else as unwell as the app was before it was touched
 * @param recovered whether it came back only after the rollout was stuck
 */
public record Restored(Grade grade, int answers, boolean well, boolean recovered) {}
