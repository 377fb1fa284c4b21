package relay.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import relay.config.text.Forms;
import relay.config.text.Section;
import relay.config.text.Surroundings;
import relay.journal.engine.JournalSettings;

/** Reads {@code journal} and looks whether its file can be where it is said to be. */
final class JournalReader {
  private static final Set<String> REMOTE = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbfs2",
      "9p",
      "afs", "ceph", "glusterfs", "lustre", "beegfs");
  /** The layer that rootless containers write to is local, though it is FUSE. */
  private static final Set<String> LOCAL_FUSE = Set.of("fuseblk", "fuse.fuse-overlayfs");

  private final Surroundings here;

  JournalReader(Surroundings here) {
    this.here = here;
  }

  JournalSettings read(Section journal) {
    var settings = new JournalSettings(journal.or("file", Forms.FILE, Path.of("/var/lib/relay/relay.db")),
        journal.or("keep", Forms.length(Duration.ofDays(1), Duration.ofDays(3650)), Duration.ofDays(90)),
        journal.or("queue", Forms.whole(1, 1_000_000), 10_000));
    place(journal, settings.file().toAbsolutePath().normalize());
    return settings;
  }

  private void place(Section journal, Path file) {
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      journal.fault("file", "\"" + shown(file) + "\" is a folder", "name a file in it, relay.db say");
    } else if (here.ownSite().isPresent() && file.startsWith("/home")) {
      journal.fault("file", "\"" + shown(file) + "\" is on App Service's /home, a network share",
          "SQLite needs a local, persistent disk: run the relay where it has one");
    } else if (!Files.isDirectory(folder)) {
      journal.fault("file", "its folder \"" + shown(folder) + "\" does not exist",
          "make it, owned by the relay's user, or name another");
    } else if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
      journal.fault("file", "\"" + shown(file) + "\" cannot be written by the relay's user",
          "give it the folder and the file");
    } else {
      here.fileSystem().apply(folder).filter(JournalReader::isRemote).ifPresent(type -> journal.fault("file",
          "\"" + shown(folder) + "\" is on a file system of type " + Section.printable(type),
          "SQLite needs a local disk: locks and syncs of network file systems cannot be relied on"));
    }
  }

  static boolean isRemote(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return REMOTE.contains(name) || (name.startsWith("fuse") && !LOCAL_FUSE.contains(name));
  }

  private static String shown(Path path) {
    return Section.printable(path.toString());
  }
}
