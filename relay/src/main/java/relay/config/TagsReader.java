package relay.config;

import java.util.List;
import java.util.Optional;
import relay.config.text.Form;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.config.text.UnfitException;
import relay.image.ImageReference;
import relay.image.TagFilter;
import relay.image.TagPolicy;

/** Reads which tags an app follows: exactly one of {@code tag}, {@code versions} and {@code builds}. */
final class TagsReader {
  private static final TagPolicy SOME_TAG = new TagPolicy.Exact("latest");
  private static final Form<String> TAG = Forms.parsed(
      text -> ImageReference.isTag(text) ? Optional.of(text) : Optional.empty(), "is not a tag",
      "write one tag, versions for a range, or builds for the newest");
  private static final Form<String> GLOB = text -> {
    if (text.matches("[A-Za-z0-9_.*?-]{1,200}")) {
      return text;
    }
    throw new UnfitException("is not a pattern for tags", "write a tag's characters, * and ?: build-*");
  };
  private static final Form<String> REGEX = text -> {
    try {
      TagFilter.of(Optional.empty(), Optional.of(text)).isOpen();
      return text;
    } catch (IllegalArgumentException e) {
      throw new UnfitException("is not a regular expression of RE2 (" + e.getMessage() + ")",
          "write one that fits the whole tag, without look-around: build-[0-9]+");
    }
  };

  private TagsReader() {}

  static TagPolicy read(Section app) {
    Optional<TagPolicy> tag = app.optional("tag", TAG).map(TagPolicy.Exact::new);
    Optional<TagPolicy> versions = app.optionalSection("versions").map(TagsReader::versions);
    Optional<TagPolicy> builds = app.optionalSection("builds").map(TagsReader::builds);
    List<String> given = List.of("tag", "versions", "builds").stream().filter(app::has).toList();
    if (given.size() != 1) {
      app.fault("tag", given.isEmpty()
          ? "is missing"
          : "is not the only one: " + String.join(" and ", given)
              + " are given",
          "write one of them: tag: live, versions: {range: \"^1.4\"} or builds: {glob: \"build-*\"}");
    }
    return tag.or(() -> versions).or(() -> builds).orElse(SOME_TAG);
  }

  private static TagPolicy versions(Section versions) {
    boolean prereleases = versions.or("prereleases", Forms.FLAG, false);
    TagFilter filter = filter(versions);
    return versions.required("range", text -> {
      try {
        return new TagPolicy.Semantic(text, prereleases, filter);
      } catch (IllegalArgumentException e) {
        throw new UnfitException("is not a range of versions", "write it as npm does: ^1.4, or >=2 <3");
      }
    }, SOME_TAG);
  }

  /** Without a filter {@code latest} would be a build, and the newest of all that begin with a digit. */
  private static TagPolicy builds(Section builds) {
    TagFilter filter = filter(builds);
    if (!builds.has("glob") && !builds.has("regex")) {
      builds.fault("has no filter, so that every tag would be a build", "add glob: \"build-*\" or a regex");
    }
    return new TagPolicy.Natural(filter);
  }

  private static TagFilter filter(Section section) {
    return TagFilter.of(section.optional("glob", GLOB), section.optional("regex", REGEX));
  }
}
