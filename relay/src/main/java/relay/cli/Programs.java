package relay.cli;

import java.io.PrintWriter;
import relay.config.RelayConfig;

/** The programs that the command line starts but does not know. */
public interface Programs {
  /** Runs the relay until it is told to stop; returns the exit code. */
  int serve(RelayConfig config);

  /** Tries what the configuration needs of Azure and the registries, reports it, and returns 0 if nothing is missing. */
  int checkAzure(RelayConfig config, PrintWriter out);
}
