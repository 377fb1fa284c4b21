package relay.push;

import relay.image.Repository;
import relay.rollout.RolloutId;

/** Why a push starts nothing. */
public sealed interface IgnoreReason {
  /** No app takes images from there. */
  record NoApp(Repository repository) implements IgnoreReason {}

  /** The app follows other tags; {@code follows} is its tag policy. */
  record NotFollowed(String follows, String tag) implements IgnoreReason {}

  /** What the app is on its way to is newer, by the order of its tags. */
  record Older(RolloutId rollout, String than) implements IgnoreReason {}

  /** The registry holds nothing under that tag. */
  record NoSuchTag(String tag) implements IgnoreReason {}

  /** Deciding it failed again and again; {@code fault} names the exception's class. */
  record SetAside(String fault) implements IgnoreReason {}

  /** Stable: clients, alerts and runbooks depend on it. */
  default String code() {
    return switch (this) {
      case NoApp _ -> "no-app";
      case NotFollowed _ -> "not-followed";
      case Older _ -> "older";
      case NoSuchTag _ -> "no-such-tag";
      case SetAside _ -> "set-aside";
    };
  }

  /** Without a full stop. */
  default String sentence() {
    return switch (this) {
      case NoApp(var repository) -> "no app takes images from " + repository;
      case NotFollowed(var follows, var tag) -> "follows " + follows + ", not " + tag;
      case Older(var rollout, var than) -> "older than " + than + ", which rollout " + rollout + " brings";
      case NoSuchTag(var tag) -> "the registry has no tag " + tag;
      case SetAside(var fault) -> "set aside: it could not be decided (" + fault + ")";
    };
  }
}
