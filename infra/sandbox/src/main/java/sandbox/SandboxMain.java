package sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import sandbox.platform.Platform;

/** Starts a sandbox with one web app and tells where everything is, until it is interrupted. */
public final class SandboxMain {
  private SandboxMain() {}

  /** Takes no arguments: {@code Ctrl-C} ends it, and all that it started. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Sandbox sandbox = Sandbox.start(Options.defaults().withEngine(Platform.Engine.PODMAN_IF_IT_WORKS));
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        sandbox.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        ended.countDown();
      }
    }, "sandbox end"));
    SandboxApp app = sandbox.createApp("app-reviews", AppOptions.defaults());
    System.out.printf("""
        web app            %s
        its resource id    %s
        resource manager   %s
        trust this         %s
        registry           %s
        identity endpoint  %s (IDENTITY_HEADER=%s)
        containers run as  %s
        """, app.address(), app.id().path(), sandbox.arm().endpoint(), sandbox.arm().caPem(), sandbox.registry().host(),
        sandbox.identity().endpoint(), sandbox.identity().header(), sandbox.engine());
    ended.await();
  }
}
