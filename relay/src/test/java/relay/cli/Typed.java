package relay.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import relay.config.RelayConfig;
import relay.config.text.Surroundings;

/** A command as typed in a terminal, and what came of it. */
record Typed(int code, String out, String err) {
  /** A terminal with its environment. */
  static final class Terminal {
    private final Map<String, String> env = new HashMap<>();
    private final List<RelayConfig> served = new ArrayList<>();
    private Duration deadline = Duration.ofSeconds(20);

    Terminal with(String variable, String value) {
      env.put(variable, value);
      return this;
    }

    Terminal deadline(Duration length) {
      deadline = length;
      return this;
    }

    List<RelayConfig> served() {
      return served;
    }

    Typed type(String... args) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int code = command(out, err).execute(args);
      return new Typed(code, out.toString(), err.toString());
    }

    RelayCommand command(StringWriter out, StringWriter err) {
      Programs programs = new Programs() {
        @Override
        public int serve(RelayConfig config) {
          served.add(config);
          return 0;
        }

        @Override
        public int checkAzure(RelayConfig config, PrintWriter told) {
          told.println("reviews: the identity may not read the site");
          return 1;
        }
      };
      return new RelayCommand(programs, new Surroundings(env, _ -> Optional.of("ext4")), new PrintWriter(out, true),
          new PrintWriter(err, true), deadline, Duration.ofMillis(5));
    }
  }
}
