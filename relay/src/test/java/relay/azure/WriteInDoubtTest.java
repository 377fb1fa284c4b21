package relay.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static sandbox.arm.ArmOperation.GET_CONFIG;
import static sandbox.arm.ArmOperation.PATCH_CONFIG;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import relay.app.ConfiguredImage;
import relay.app.WebApp;
import relay.app.WebApp.Switched;
import relay.app.WebAppException;
import relay.app.WritePermit;
import relay.image.PinnedImage;
import sandbox.arm.Fault;
import sandbox.arm.Faults.Match;
import sandbox.wire.RequestLog;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteInDoubtTest {
  private static final WritePermit PERMIT = () -> {};
  private static final String REPOSITORY = "crreviewsprod.azurecr.io/reviews/web";
  private static final ConfiguredImage OLD = new ConfiguredImage(
      "DOCKER|" + REPOSITORY + "@sha256:335f07f63d75567cb732ecc477bd5eabc331738710d69ccc1df8025562038711");
  private static final PinnedImage NEW = PinnedImage
      .parse(REPOSITORY + "@sha256:31e4e819e840cc77cb1994748e349d011252086d16d1f821ec0358d2b9a5f98f").orElseThrow();
  private static final Set<ConfiguredImage> OLD_ONLY = Set.of(OLD);
  private static final String FOREIGN = "DOCKER|mcr.microsoft.com/appsvc/staticsite:latest";
  private World world;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void clearFaults() {
    world.arm.faults().clear();
    world.arm.grants().reset(World.IDENTITY);
  }

  private static WebAppException trouble(WebApp port, Set<ConfiguredImage> replaceable) {
    return Objects
        .requireNonNull(catchThrowableOfType(WebAppException.class, () -> port.deploy(NEW, replaceable, PERMIT)));
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  @Test
  void a_write_whose_answer_is_lost_is_looked_for_and_not_repeated() throws Exception {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.lostAnswer());
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.writes()).hasSize(1);
  }

  @Test
  void a_lost_answer_and_reads_that_lag_make_no_second_write() throws Exception {
    var app = world.app(OLD.verbatim());
    app.host.staleReads = Duration.ofMillis(150); // less than the looks of a write in doubt take: 40 + 80 + 160 ms
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.lostAnswer());
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.writes()).hasSize(1);
  }

  @Test
  void a_write_that_meets_silence_was_not_done_and_is_done_then() throws Exception {
    var app = world.app(OLD.verbatim());
    var port = world.clients(world.settings(Duration.ofSeconds(3), 4, Duration.ofSeconds(30))).webApp(app.id);
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.silent());
    assertThat(port.deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.writes()).extracting(RequestLog.Entry::status).containsExactly(0, 200);
    assertThat(app.asked()).extracting(RequestLog.Entry::method).startsWith("GET", "PATCH", "GET", "GET", "GET", "GET")
        .endsWith("GET", "PATCH", "GET");
  }

  @Test
  void an_unexpected_202_is_taken_for_a_write_and_looked_for() throws Exception {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.accepted());
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.writes()).extracting(RequestLog.Entry::status).containsExactly(202);
  }

  @Test
  void reads_that_lag_behind_the_write_are_waited_for() throws Exception {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.staleReads(Duration.ofMillis(600)));
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT)).isEqualTo(new Switched.Wrote());
    assertThat(app.writes()).hasSize(1);
    assertThat(app.asked().size()).isGreaterThan(3);
  }

  @Test
  void a_write_that_never_shows_is_unexpected_and_not_repeated() throws Exception {
    var app = world.app(OLD.verbatim());
    var port = world.clients(world.settings(Duration.ofSeconds(10), 4, Duration.ofSeconds(2))).webApp(app.id);
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.staleReads(Duration.ofMinutes(5)));
    var trouble = trouble(port, OLD_ONLY);
    assertThat(trouble.kind()).isEqualTo(WebAppException.Kind.UNEXPECTED);
    assertThat(trouble).hasMessageContaining("still shows " + OLD);
    assertThat(app.writes()).hasSize(1);
  }

  @Test
  void a_change_right_after_the_write_is_seen() throws Exception {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.foreignChange(FOREIGN));
    assertThat(app.port().deploy(NEW, OLD_ONLY, PERMIT))
        .isEqualTo(new Switched.ChangedBySomeoneElse(new ConfiguredImage(FOREIGN), true));
    assertThat(app.writes()).hasSize(1);
  }

  @Test
  void a_change_between_two_tries_is_not_written_over() throws Exception {
    var app = world.app(OLD.verbatim());
    world.arm.faults().plant(Match.on(PATCH_CONFIG), Fault.conflict());
    world.arm.faults().plant(Match.on(GET_CONFIG), Fault.foreignChange(FOREIGN));
    var switched = app.port().deploy(NEW, OLD_ONLY, PERMIT);
    assertThat(switched).isEqualTo(new Switched.ChangedBySomeoneElse(new ConfiguredImage(FOREIGN), false));
    assertThat(app.writes()).extracting(RequestLog.Entry::status).containsExactly(409);
  }
}
