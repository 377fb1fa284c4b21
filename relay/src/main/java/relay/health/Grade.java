package relay.health;

/** How strong the evidence is that the wanted image answers; later ones are stronger. */
public enum Grade {
  /** N good answers in a row after a quiet time, nothing more. */
  SETTLED,
  /** Container log lines newer than the write name the digest and its start. */
  OBSERVED,
  /** The app itself reports the marker that only the wanted image carries. */
  PROVEN;

  public boolean reaches(Grade least) {
    return compareTo(least) >= 0;
  }
}
