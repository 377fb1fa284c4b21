package relay.health;

import java.util.Optional;

/** One probe's answer, understood. */
public sealed interface Reading {
  /** Well; {@code marked} when it carried the wanted image's mark. */
  record Well(boolean marked, Optional<String> instance) implements Reading {}

  /** The image before still answers. */
  record Old() implements Reading {}

  /** Not well; {@code marked} when it was the wanted image that said so. */
  record Unwell(boolean marked, String why) implements Reading {}

  /** No answer of the app at all. */
  record Silent(Answer.Trouble trouble, String why) implements Reading {}

  /** Reads an answer under the settings of the app, expecting {@code expected}. */
  static Reading of(Answer answer, HealthSettings health, ProofSettings proof, Expectation expected) {
    return switch (answer) {
      case Answer.NoReply(var trouble, var detail) -> new Silent(trouble, detail);
      case Answer.Reply reply -> of(reply, health, proof, expected);
    };
  }

  private static Reading of(Answer.Reply reply, HealthSettings health, ProofSettings proof, Expectation expected) {
    Optional<String> mark = proof.marker().flatMap(m -> m.read(reply));
    boolean marked = expected.canProve() && mark.isPresent() && mark.equals(expected.mark());
    if (mark.isPresent() && mark.equals(expected.before()) && !mark.equals(expected.mark())) {
      return new Old();
    }
    if (!health.isWell(reply)) {
      return new Unwell(marked, "status " + reply.status() + " from " + health.path());
    }
    if (expected.canProve() && !marked) {
      return new Unwell(false, mark.map(m -> "the answer is marked " + brief(m))
          .orElse("the answer carries no mark") + ", not " + brief(expected.mark().orElseThrow()));
    }
    return new Well(marked, proof.instance().flatMap(m -> m.read(reply)));
  }

  /** Whether the relay itself could not look: it says nothing of the app. */
  default boolean isBlind() {
    return this instanceof Silent(var trouble, _) && trouble == Answer.Trouble.IDENTITY;
  }

  /** What it says when it is not good. */
  default String detail() {
    return switch (this) {
      case Well _ -> "well";
      case Old _ -> "the image before still answers";
      case Unwell(_, var why) -> why;
      case Silent(_, var why) -> why;
    };
  }

  private static String brief(String mark) {
    String printable = mark.replaceAll("[^\\w.:+/-]", "?");
    return printable.length() > 40 ? printable.substring(0, 40) + "..." : printable;
  }
}
