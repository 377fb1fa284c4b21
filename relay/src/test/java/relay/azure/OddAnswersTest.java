package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import relay.app.ConfiguredImage;
import relay.app.WebApp;
import relay.app.WebAppException;
import relay.image.Digest;
import relay.image.Repository;
import sandbox.arm.ArmOperation;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;

/** Answers of ARM that say 200 and hold nothing that can be understood: a named fault of that call, and never another one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddAnswersTest {
  private static final String LIVE = "DOCKER|crreviewsprod.azurecr.io/reviews/web:1.4";
  private static final Set<Class<?>> NAMED = Set.of(WebAppException.class);

  private World world;

  /** One call to the web app. */
  private interface Call {
    Object ask(WebApp app) throws Exception;
  }

  private static final List<Call> READS = List.of(WebApp::look, WebApp::vaultReferences, WebApp::instances,
      WebApp::siteStatus, app -> app.containerLog(java.time.Instant.EPOCH));

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void clearFaults() {
    world.arm.faults().clear();
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  private WebApp answering(String body) {
    WebApp app = world.app(LIVE).port();
    for (ArmOperation operation : ArmOperation.values()) {
      world.arm.faults().plant(Match.on(operation).always(), Fault.body(body));
    }
    return app;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "7", "\"text\"", "{\"properties\":7}", "{\"properties\":null}",
      "{\"properties\":{\"linuxFxVersion\":{\"x\":[1]}}}", "{\"value\":{}}", "{\"value\":[null]}", "{\"value\":[7]}",
      "{\"value\":\"x\",\"nextLink\":[]}", "{\"id\":[],\"properties\":[]}", "{", "<html>"})
  void a_read_is_understood_or_ends_in_a_named_fault(String body) {
    WebApp app = answering(body);
    for (Call read : READS) {
      Throwable fault = catchThrowable(() -> read.ask(app));
      assertThat(fault == null || NAMED.contains(fault.getClass())).as("%s: %s", body, fault).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "{\"properties\":7}"})
  void a_write_without_a_readable_answer_is_no_other_fault(String body) {
    WebApp app = answering(body);
    var target = new Repository("crreviewsprod.azurecr.io", "reviews/web").at(Digest.of(new byte[]{1}));

    Throwable fault = catchThrowable(() -> app.deploy(target, Set.of(new ConfiguredImage(LIVE)), () -> {}));

    assertThat(fault).as(body).isInstanceOf(WebAppException.class);
    assertThatCode(() -> String.valueOf(fault.getMessage())).doesNotThrowAnyException();
  }
}
