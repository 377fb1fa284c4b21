package relay.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import relay.app.AppName;
import relay.image.ImageReference;
import relay.rollout.act.KnownDigests;
import relay.rollout.act.RollbackTo;

/** Checks of what was typed, before it becomes part of a URL or a body. */
public final class Arguments {
  private Arguments() {}

  public static String app(String name) {
    if (AppName.isName(name)) {
      return name;
    }
    throw wrong("not an app name: lower-case letters, digits and inner hyphens");
  }

  public static String rollout(String id) {
    if (id.matches("\\d{1,18}")) {
      return id;
    }
    throw wrong("not a rollout: relay history lists their numbers");
  }

  /** Whole or short: the relay finds the one that is meant. */
  public static String digest(String text) {
    if (KnownDigests.isDigest(text)) {
      return text;
    }
    throw wrong("not a digest: sha256: and 64 lower-case hex digits, or the first 6 or more of them");
  }

  /** A number or a digest, whole or short; the relay tells them apart. */
  public static String rolloutOrDigest(String text) {
    if (RollbackTo.Typed.isOne(text)) {
      return text;
    }
    throw wrong(
        "neither a rollout's number nor a digest: sha256: and 64 lower-case hex digits, or the first 6 or more");
  }

  public static String tag(String text) {
    if (ImageReference.isTag(text)) {
      return text;
    }
    throw wrong("not a tag");
  }

  /** A body with the reason; left out when none was given. */
  public static ObjectNode because(Optional<String> reason) {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    if (reason.filter(String::isBlank).isPresent()) {
      throw wrong("--reason says nothing; write why, in one line");
    }
    reason.ifPresent(why -> body.put("reason", why));
    return body;
  }

  private static CommandException wrong(String line) {
    return new CommandException(ExitCode.USAGE, line);
  }
}
