package relay.health;

import java.util.Optional;

/** One probe's answer, understood. */
public sealed interface Reading {
  String UNMARKED = "the answer carries no mark";

  /** Well; {@code marked} when it carried the wanted image's mark. */
  record Well(boolean marked, Optional<String> instance) implements Reading {
    /** As it counts where marks tell the images apart: without one it may come from any of them. */
    public Reading decisive() {
      return marked ? this : new Unwell(false, UNMARKED);
    }
  }

  /** The image before still answers. */
  record Old() implements Reading {}

  /** Not well; {@code marked} when it was the wanted image that said so. */
  record Unwell(boolean marked, String why) implements Reading {}

  /** No answer of the app at all, or one of a front end in its place. */
  record Silent(Answer.Trouble trouble, String why) implements Reading {}

  /**
   * Reads an answer under the settings of the app, expecting {@code expected}. Where less than a proof is required, a good
   * answer that carries no mark is well too, since the app may report none.
   */
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
      return mark.isEmpty() && Front.answers(reply, health.path())
          ? new Silent(Answer.Trouble.FRONT, Front.said(reply, health.path()))
          : new Unwell(marked, "status " + reply.status() + " from " + health.path());
    }
    boolean mayBeUnmarked = mark.isEmpty() && proof.require() != Grade.PROVEN;
    if (expected.canProve() && !marked && !mayBeUnmarked) {
      return new Unwell(false,
          mark.map(m -> "the answer is marked " + brief(m)).orElse(UNMARKED) + ", not "
              + brief(expected.mark().orElseThrow()));
    }
    return new Well(marked, proof.instance().flatMap(m -> m.read(reply)));
  }

  /** Whether the relay itself could not look: it says nothing of the app. */
  default boolean isBlind() {
    return this instanceof Silent(var trouble, _) && trouble == Answer.Trouble.IDENTITY;
  }

  /** Whether the network failed before anything of the app could answer. */
  default boolean isNetwork() {
    return this instanceof Silent(var trouble, _) && (trouble == Answer.Trouble.DNS
        || trouble == Answer.Trouble.CONNECT || trouble == Answer.Trouble.TLS);
  }

  /** Whether the wanted image itself answered, well or not. */
  default boolean isMarked() {
    return switch (this) {
      case Well(var marked, _) -> marked;
      case Unwell(var marked, _) -> marked;
      case Old _,Silent _ -> false;
    };
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
