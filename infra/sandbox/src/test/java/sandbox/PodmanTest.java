package sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import sandbox.image.ImageBuilder;
import sandbox.image.ImagePlan;
import sandbox.platform.Mood;
import sandbox.platform.Platform;

/** The same images in real containers, where this machine can run them. */
class PodmanTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void an_image_runs_in_a_container_and_is_gone_after_the_end() throws Exception {
    try (Sandbox sandbox = Sandbox.start(Options.defaults().withEngine(Platform.Engine.PODMAN_IF_IT_WORKS))) {
      assumeTrue(sandbox.engine().equals("podman"), "no trial container runs here: podman with runc is missing");
      String image = "DOCKER|" + sandbox.registry().host() + "/sample@" + new ImageBuilder(Path.of("target", "images"))
          .push(ImagePlan.sample("v1", "healthy"), sandbox.registry().host(), "sample", "v1");
      SandboxApp app = sandbox.createApp("app-podman", AppOptions.defaults().withLinuxFxVersion(image)
          .withSetting("COLOUR", "red").withMood(Mood.usual().stopLimit(Duration.ofSeconds(2))));
      app.awaitServing(body -> body.contains("revision v1"), SOON);
      assertThat(app.get("/healthz").orElseThrow().body()).contains(app.instances().getFirst().id());
      app.restart();
      app.awaitSettled(SOON);
      app.awaitServing(body -> body.contains("revision v1"), SOON);
      assertThat(podman("app-podman")).isPositive();
    }
    assertThat(podman("app-podman")).isZero();
  }

  private static long podman(String name) {
    return ProcessHandle.current().descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("--name " + name)).count();
  }
}
