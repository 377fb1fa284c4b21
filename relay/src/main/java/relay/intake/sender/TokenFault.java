package relay.intake.sender;

/** Why a token is refused. For the log only: the sender learns no more than that it is unknown. */
enum TokenFault {
  UNREADABLE("not a token"),
  UNSIGNED("not signed"),
  WRONG_ALGORITHM("not signed with RS256 by a named key"),
  WRONG_SIGNATURE("wrong signature, or not a key of the authority"),
  WRONG_ISSUER("wrong issuer"),
  WRONG_TENANT("wrong tenant"),
  WRONG_AUDIENCE("wrong audience"),
  WRONG_CALLER("the caller is not Event Grid"),
  EXPIRED("expired"),
  NOT_YET_VALID("not valid yet"),
  MISSING_ROLE("the required role is not granted");

  private final String sentence;

  TokenFault(String sentence) {
    this.sentence = sentence;
  }

  /** Without a full stop; repeats nothing of the token. */
  String sentence() {
    return sentence;
  }
}
