package relay.simulation;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import relay.image.Digest;
import relay.image.PinnedImage;
import relay.image.Repository;

/** The images of one history by the names that it gives them, and how each behaves once a container of it is started. */
final class Images {
  /** How an image behaves. */
  enum Behaviour {
    WELL(false),
    /** Takes long to start. */
    SLOW(false),
    /** Unwell for a while after its start. */
    WARMING(false),
    UNWELL(true),
    /** Exits while it starts. */
    CRASHES(true),
    /** Starts and never listens. */
    MUTE(true),
    /** Well for a minute, then unwell. */
    FLAKY(true),
    /** Well, but its answers do not carry the mark that its label promises. */
    UNMARKED(true),
    /** Well, and has neither label nor mark. */
    UNLABELLED(false),
    /** Well, built from the same commit as v1: the same label. */
    TWIN(false),
    /** Answers 403 at its health path. */
    FRONT(true),
    /** Not an image at all. */
    CHART(false);

    private static final Set<Behaviour> BUILT_IN = EnumSet.of(UNLABELLED, TWIN, CHART);
    private final boolean broken;

    Behaviour(boolean broken) {
      this.broken = broken;
    }

    /** Whether it is its own fault when it does not come to be healthy. */
    boolean isBroken() {
      return broken;
    }

    /** Whether it is in the bytes of the image, which never change under one digest. */
    boolean isBuiltIn() {
      return BUILT_IN.contains(this);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Behaviour of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  private final Map<String, Behaviour> behaviours = new HashMap<>();
  private final Map<Digest, String> names = new HashMap<>();
  private final Map<String, Digest> digests = new HashMap<>();
  private final Set<String> everBroken = new HashSet<>();
  private final Set<String> changed = new HashSet<>();

  PinnedImage of(Repository repository, String name) {
    return repository.at(digests.computeIfAbsent(name, unknown -> {
      Digest digest = Digest.of(unknown.getBytes(StandardCharsets.UTF_8));
      names.put(digest, unknown);
      return digest;
    }));
  }

  /** What the history calls it. */
  String name(Digest digest) {
    return names.getOrDefault(digest, digest.brief());
  }

  /** {@code later}: from now on; what is built into an image stays as it was. */
  void behave(String name, Behaviour behaviour, boolean later) {
    if (later && (behaviour.isBuiltIn() || behaviours.getOrDefault(name, Behaviour.WELL).isBuiltIn())) {
      return;
    }
    behaviours.put(name, behaviour);
    if (behaviour.isBroken()) {
      everBroken.add(name);
    }
    if (later) {
      changed.add(name);
    }
  }

  Behaviour behaviour(Digest digest) {
    return behaviours.getOrDefault(name(digest), Behaviour.WELL);
  }

  /** Whether it ever was broken in this history. */
  boolean wasBroken(Digest digest) {
    return everBroken.contains(name(digest));
  }

  /** Whether its behaviour changed after the beginning: then an old proof says nothing. */
  boolean hasChanged(Digest digest) {
    return changed.contains(name(digest));
  }

  /** The value of its label; empty when it has none. */
  Optional<String> label(Digest digest) {
    return switch (behaviour(digest)) {
      case UNLABELLED, CHART -> Optional.empty();
      case TWIN -> Optional.of("rev-v1");
      default -> Optional.of("rev-" + name(digest));
    };
  }
}
