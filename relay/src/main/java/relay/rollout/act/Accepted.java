package relay.rollout.act;

import relay.rollout.Rollout;

/**
 * What was accepted.
 *
 * @param rollout the one to follow
 * @param joined whether it was under way already, rather than opened for this request
 */
public record Accepted(Rollout rollout, boolean joined) {}
