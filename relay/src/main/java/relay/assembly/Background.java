package relay.assembly;

/** Everything that works by itself. */
record Background(Runnable begin, Loops loops) implements Service {
  @Override
  public void start() {
    begin.run();
  }

  @Override
  public void stop() {
    loops.stop();
  }
}
