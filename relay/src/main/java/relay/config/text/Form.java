package relay.config.text;

/** How the text of a setting becomes its value. */
@FunctionalInterface
public interface Form<T> {
  T of(String text) throws UnfitException;

  /** Whether the text must never be shown. */
  default boolean hidden() {
    return false;
  }

  /** The same form for a value that must never be shown. */
  default Form<T> kept() {
    Form<T> shown = this;
    return new Form<>() {
      @Override
      public T of(String text) throws UnfitException {
        return shown.of(text);
      }

      @Override
      public boolean hidden() {
        return true;
      }
    };
  }
}
