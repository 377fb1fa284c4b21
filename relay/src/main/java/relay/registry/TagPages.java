package relay.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.http.client.Reply;
import relay.image.ImageReference;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.image.TagList;

/**
 * Lists tags page by page: {@code GET /v2/<name>/tags/list?n=..}, then where {@code Link} leads, which is never another
 * host or another list. Bounded in pages and bytes; what lies beyond is left out and said to be.
 */
final class TagPages {
  static final int PAGES = 50;
  private static final int A_PAGE = 1000;
  /** A thousand tags of the longest kind take an eighth of it; some registries take no notice of {@code n}. */
  private static final int BYTES = 1024 * 1024;
  private static final Pattern NEXT = Pattern.compile("<([\\x21-\\x7e&&[^<>]]{1,2000})> *;.*rel=\"?next\"?.*");
  private static final ObjectMapper JSON = new JsonMapper(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build()).build());

  private final Pull pull;
  private final Host host;

  TagPages(Pull pull, Host host) {
    this.pull = pull;
    this.host = host;
  }

  TagList all(String repository) throws RegistryException, InterruptedException {
    Set<String> tags = new LinkedHashSet<>();
    Optional<String> query = Optional.of("n=" + A_PAGE);
    for (int page = 0; page < PAGES; page++) {
      Optional<Reply> reply = pull.tags(repository, query.get(), BYTES);
      if (reply.isEmpty()) {
        return TagList.EMPTY;
      }
      if (reply.get().cut()) {
        return new TagList(List.copyOf(tags), false);
      }
      boolean grew = tags.addAll(read(reply.get(), repository));
      query = reply.get().header("Link").isPresent() ? Optional.of(next(reply.get(), repository)) : Optional.empty();
      if (query.isEmpty()) {
        return new TagList(List.copyOf(tags), true);
      }
      if (!grew) {
        throw trouble(repository, "goes round in circles");
      }
    }
    return new TagList(List.copyOf(tags), false);
  }

  /** What is no tag is left out: it could never be asked for. */
  private List<String> read(Reply reply, String repository) throws RegistryException {
    JsonNode list;
    try {
      list = JSON.readTree(reply.body()).path("tags");
    } catch (JacksonException unreadable) { // its message quotes the body
      throw trouble(repository, "cannot be read");
    } catch (IOException e) {
      throw new IllegalStateException("bytes can be read", e);
    }
    if (!list.isArray() && !list.isNull()) { // null: how some registries write none
      throw trouble(repository, "cannot be read");
    }
    List<String> tags = new ArrayList<>();
    list.forEach(tag -> {
      if (tag.isTextual() && ImageReference.isTag(tag.textValue())) {
        tags.add(tag.textValue());
      }
    });
    return tags;
  }

  private String next(Reply reply, String repository) throws RegistryException {
    String path = "/v2/" + repository + "/tags/list";
    Matcher link = NEXT.matcher(reply.header("Link").orElse(""));
    if (!link.matches()) {
      throw trouble(repository, "goes on in a way that cannot be read");
    }
    try {
      URI target = new URI((host.tls() ? "https://" : "http://") + host.hostPort() + path).resolve(
          new URI(link.group(1)));
      if (Host.of(target).filter(host::equals).isPresent() && path.equals(target.getRawPath())
          && target.getRawQuery() != null) {
        return target.getRawQuery();
      }
    } catch (URISyntaxException notOne) { // its message quotes the text
      throw trouble(repository, "goes on in a way that cannot be read");
    }
    throw trouble(repository, "goes on elsewhere, where the relay does not follow");
  }

  private RegistryException trouble(String repository, String what) {
    return new RegistryException(Kind.CORRUPT, "the list of tags of " + repository + " at " + host.name() + " " + what);
  }
}
