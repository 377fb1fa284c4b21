package relay.health;

/** Whether the rollback target answers again. */
public sealed interface RestoreVerdict {
  /** It does, {@code answers} times in a row; {@code well}, or else as unwell as the app was before it was touched. */
  record Back(Grade grade, int answers, boolean well) implements RestoreVerdict {}

  record NotBack(Unhealthy why) implements RestoreVerdict {}
}
