package relay;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import relay.assembly.AzureReport;
import relay.cli.Programs;
import relay.cli.RelayCommand;
import relay.config.LogForm;
import relay.config.RelayConfig;
import relay.config.text.Surroundings;
import relay.journal.engine.JournalUnusableException;

/** The one program: the service ({@code serve}), its checks, and the command line that talks to it. */
public final class RelayMain {
  private RelayMain() {}

  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new RelayCommand(new Wired(err), Surroundings.ofThisMachine(), out, err).execute(args));
  }

  /** The commands that need more than the API. */
  private record Wired(PrintWriter err) implements Programs {
    /** Runs until the process is asked to end (SIGTERM, Ctrl-C), and then stops gracefully. */
    @Override
    public int serve(RelayConfig config) {
      if (config.logs() == LogForm.JSON) {
        logAsJson();
      }
      Relay relay;
      try {
        relay = Relay.start(config, Clock.systemUTC());
      } catch (JournalUnusableException | IOException e) {
        err.println(e.getMessage());
        return 2;
      }
      var ended = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        relay.close();
        ended.countDown();
      }, "stop"));
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return 0;
    }

    @Override
    public int checkAzure(RelayConfig config, PrintWriter out) {
      return AzureReport.print(config, out);
    }

    private static void logAsJson() {
      var context = (LoggerContext) LoggerFactory.getILoggerFactory();
      URL form = Objects.requireNonNull(RelayMain.class.getResource("/logback-json.xml"));
      try {
        context.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(form);
      } catch (JoranException e) {
        throw new IllegalStateException("the jar's own log settings cannot be read", e);
      }
    }
  }
}
