package relay.intake.json;

/** A text cannot be read. Carries the reason to the code that answers the sender or records the event. */
public final class JsonFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient JsonFault fault;

  public JsonFaultException(JsonFault fault) {
    super(fault.code(), null, false, false); // an expected outcome, not a fault of ours: no stack is needed
    this.fault = fault;
  }

  public JsonFault fault() {
    return fault;
  }
}
