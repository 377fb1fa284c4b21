package relay.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import relay.simulation.Deed.Word;
import relay.simulation.Images.Behaviour;

/** Draws the history that belongs to a seed for ever. */
final class HistoryGenerator {
  /** A push of it cannot be decided, whatever one does. */
  static final String POISON = "poison";
  private static final int MOST_DEEDS = 12;
  private static final List<String> IMAGES = List.of("v1", "v2", "v3", "v4");
  private final long seed;
  private final SplittableRandom random;
  private final List<AppSetup> apps = new ArrayList<>();
  private final List<Deed> deeds = new ArrayList<>();
  private int second;

  private HistoryGenerator(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(mixed(seed));
  }

  /** Neighbours have nothing in common. */
  private static long mixed(long seed) {
    long mixed = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  static History of(long seed) {
    return new HistoryGenerator(seed).draw();
  }

  private History draw() {
    apps.add(app("shop"));
    if (chance(6)) {
      apps.add(app("menu"));
    }
    for (String image : IMAGES) {
      if (chance(3)) {
        deeds.add(new Deed(0, Word.IMAGE, image, behaviour().word()));
      }
    }
    second = 20;
    if (!chance(4)) {
      deeds.add(new Deed(second, Word.PUSH, "shop", tag(apps.getFirst(), 1), "v1"));
    }
    int many = 1 + random.nextInt(MOST_DEEDS);
    for (int i = 0; i < many; i++) {
      second += gap();
      AppSetup app = pick(apps);
      Word word = word();
      deeds.add(deed(word, app));
      if (word == Word.STOP_APP) {
        deeds.add(new Deed(second + 20 + random.nextInt(400), Word.START_APP, app.handle()));
      }
    }
    return new History(seed, apps, deeds);
  }

  /** Mostly soon, so that things meet; now and then long after. */
  private int gap() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> random.nextInt(4);
      case 2, 3 -> random.nextInt(45);
      case 4 -> random.nextInt(240);
      default -> chance(4) ? random.nextInt(5000) : random.nextInt(900);
    };
  }

  private boolean chance(int in) {
    return random.nextInt(in) == 0;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  private <T> T pick(T... all) {
    return all[random.nextInt(all.length)];
  }

  private AppSetup app(String handle) {
    AppSetup app = AppSetup.of(handle);
    if (chance(3)) {
      app = app.with("policy=" + pick("^1", "build-*"));
    }
    if (chance(3)) {
      app = app.with("runs=" + pick("v0", "v0", "tag:live"));
    }
    if (chance(5)) {
      app = app.with("require=settled");
      app = chance(2) ? app.with("marker=no") : app;
    }
    if (chance(6)) {
      app = app.with("drift=revert");
    }
    if (chance(5)) {
      app = app.with("instances=2");
      app = chance(5) ? app.with("instance=no") : app;
    }
    if (chance(3)) {
      app = app.with("status=no");
    }
    if (chance(6)) {
      app = app.with("vault=yes");
    }
    if (chance(6)) {
      app = app.with("registry=far");
    }
    if (chance(10)) {
      app = app.with("mode=observe");
    }
    return app.with("plan=p1");
  }

  private Behaviour behaviour() {
    return pick(Behaviour.UNWELL, Behaviour.UNWELL, Behaviour.CRASHES, Behaviour.MUTE, Behaviour.FLAKY, Behaviour.SLOW,
        Behaviour.WARMING, Behaviour.UNMARKED, Behaviour.UNLABELLED, Behaviour.TWIN, Behaviour.FRONT, Behaviour.CHART);
  }

  private Word word() {
    if (chance(2)) {
      return pick(Word.PUSH, Word.PUSH, Word.PUSH, Word.PUSH, Word.DEPLOY, Word.DEPLOY, Word.ROLLBACK,
          Word.KILL_AT_SAVE,
          Word.KILL, Word.TAG);
    }
    Word word = pick(Word.values());
    return word == Word.IMAGE && chance(2) ? Word.PUSH : word;
  }

  /** The tag under which the app may be brought image number {@code number}. */
  private String tag(AppSetup app, int number) {
    if (chance(40)) {
      return pick("typo", POISON, "1.4.0-99999999999999999999",
          "sha256-0000000000000000000000000000000000000000000000000000"
              + "000000000000.sig");
    }
    return switch (app.value("policy")) {
      case "^1" -> "1." + (chance(5) ? random.nextInt(5) : number) + ".0";
      case "build-*" -> "build-" + number * 5;
      default -> "live";
    };
  }

  private String seconds(int... usual) {
    return Integer.toString(chance(3)
        ? 1 + random.nextInt(1500)
        : usual[random.nextInt(usual.length)]
            + random.nextInt(20));
  }

  private Deed deed(Word word, AppSetup app) {
    int number = 1 + random.nextInt(IMAGES.size());
    String image = "v" + number;
    String handle = app.handle();
    return switch (word) {
      case PUSH, TAG, TELL -> new Deed(second, word, handle, tag(app, number), image);
      case UNTAG, DEPLOY_TAG -> new Deed(second, word, handle, tag(app, number));
      case DELETE, QUARANTINE, DEPLOY, ROLLBACK_TO, UNREJECT -> new Deed(second, word, handle, image);
      case DRIFT -> new Deed(second, word, handle, chance(2) ? "foreign" : image);
      case IMAGE -> new Deed(second, word, image, chance(2) ? "well" : behaviour().word());
      case ARM_DOWN, ARM_SLOW, FORBIDDEN, NO_CLUES, VAULT, PULL, BLIND, SILENT, FRONT ->
        new Deed(second, word, handle, seconds(20, 90, 400));
      case STALE -> new Deed(second, word, handle, Integer.toString(5 + random.nextInt(60)));
      case INSTANCES -> new Deed(second, word, handle, Integer.toString(1 + random.nextInt(3)));
      case REGISTRY_DOWN, REGISTRY_SLOW, REGISTRY_DENIED ->
        new Deed(second, word, app.value("registry"), seconds(20, 90, 400));
      case JOURNAL_DOWN -> new Deed(second, word, Integer.toString(1 + random.nextInt(120)));
      case KILL, STOP -> new Deed(second, word, seconds(1, 30, 700));
      case KILL_AT_SAVE -> new Deed(second, word, Integer.toString(1 + random.nextInt(10)), pick("before", "after"),
          seconds(1, 30, 700));
      case JUMP -> new Deed(second, word, Integer.toString(random.nextInt(14_400) - 7_200));
      case CONFIGURE -> new Deed(second, word, handle, change());
      case ROLLBACK -> chance(4) ? new Deed(second, word, handle, "keep") : new Deed(second, word, handle);
      case ADOPT, REVERT, CANCEL, RETRY, HOLD, RELEASE, UNDO_DRIFT, WRITE_REFUSED, WRITE_TAKEN, WRITE_LOST, WRITE_ODD,
          STOP_APP, START_APP ->
        new Deed(second, word, handle);
    };
  }

  private String change() {
    return pick("mode=observe", "mode=act", "listed=no", "listed=yes", "name=renamed" + second, "site=moved" + second,
        "drift=revert", "require=settled", "policy=live");
  }
}
