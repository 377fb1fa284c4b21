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
import relay.http.client.Reply;
import relay.image.ImageReference;
import relay.image.RegistryException;
import relay.image.RegistryException.Kind;
import relay.image.TagList;
import relay.registry.field.Link;

/**
 * Lists tags page by page: {@code GET /v2/<name>/tags/list?n=..}, then where {@code Link} leads, which is never another
 * host or another list. Bounded in pages and bytes; the list says so when there are more.
 */
final class TagPages {
  static final int MAX_PAGES = 50;
  private static final int TAGS_PER_PAGE = 1000;
  /** A thousand tags of the longest kind take an eighth of it; some registries ignore {@code n}. */
  private static final int MAX_PAGE_BYTES = 1024 * 1024;
  private static final String UNREADABLE_LINK = "goes on in a way that cannot be read";
  private static final ObjectMapper JSON = new JsonMapper(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build()).build());

  private final ManifestPuller puller;
  private final Host host;

  TagPages(ManifestPuller puller, Host host) {
    this.puller = puller;
    this.host = host;
  }

  TagList all(String repository) throws RegistryException, InterruptedException {
    Set<String> tags = new LinkedHashSet<>();
    Optional<String> query = Optional.of("n=" + TAGS_PER_PAGE);
    for (int page = 0; page < MAX_PAGES; page++) {
      Optional<Reply> reply = puller.tags(repository, query.get(), MAX_PAGE_BYTES);
      if (reply.isEmpty()) {
        return TagList.EMPTY;
      }
      if (reply.get().cut()) {
        return new TagList(List.copyOf(tags), false);
      }
      boolean grew = tags.addAll(read(reply.get(), repository));
      query = next(reply.get(), repository);
      if (query.isEmpty()) {
        return new TagList(List.copyOf(tags), true);
      }
      if (!grew) {
        throw trouble(repository, "goes round in circles");
      }
    }
    return new TagList(List.copyOf(tags), false);
  }

  /** Leaves out what is no tag: it could never be asked for. */
  private List<String> read(Reply reply, String repository) throws RegistryException {
    JsonNode list;
    try {
      list = JSON.readTree(reply.body()).path("tags");
    } catch (JacksonException unreadable) { // its message quotes the body
      throw trouble(repository, "cannot be read");
    } catch (IOException e) {
      throw new IllegalStateException("bytes can be read", e);
    }
    if (!list.isArray() && !list.isNull()) { // null: how some registries write an empty list
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

  /** The query of the next page; empty when this is the last one. */
  private Optional<String> next(Reply reply, String repository) throws RegistryException {
    List<Link> links = Link.parse(reply.header("Link").orElse(""))
        .orElseThrow(() -> trouble(repository, UNREADABLE_LINK));
    Optional<Link> next = links.stream().filter(link -> link.is("next")).findFirst();
    return next.isEmpty() ? Optional.empty() : Optional.of(query(next.get(), repository));
  }

  private String query(Link next, String repository) throws RegistryException {
    String path = "/v2/" + repository + "/tags/list";
    try {
      URI target = new URI((host.tls() ? "https://" : "http://") + host.hostPort() + path).resolve(
          new URI(next.target()));
      if (Host.of(target).filter(host::equals).isPresent() && path.equals(target.getRawPath())
          && target.getRawQuery() != null) {
        return target.getRawQuery();
      }
    } catch (URISyntaxException unreadable) { // its message quotes the text
      throw trouble(repository, UNREADABLE_LINK);
    }
    throw trouble(repository, "goes on elsewhere, where the relay does not follow");
  }

  private RegistryException trouble(String repository, String what) {
    return new RegistryException(Kind.CORRUPT, "the list of tags of " + repository + " at " + host.name() + " " + what);
  }
}
