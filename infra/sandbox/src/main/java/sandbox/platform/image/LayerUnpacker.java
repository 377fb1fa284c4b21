package sandbox.platform.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Lays the layers of an image over each other in one folder (OCI image specification, "layer"): whiteouts, links and
 * permissions, but no owners and no devices. Nothing is ever written outside the folder, whatever a layer says.
 */
final class LayerUnpacker {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int MOST_ENTRIES = 200_000;
  private static final int MOST_LINKS = 40;

  private final Path root;
  private long bytesLeft;
  private int entriesLeft = MOST_ENTRIES;

  /** @param root an existing empty folder */
  LayerUnpacker(Path root, long mostBytes) {
    this.root = root.toAbsolutePath().normalize();
    this.bytesLeft = mostBytes;
  }

  /** Unpacks the next layer: a tar, gzipped or not. */
  void add(InputStream layer) throws IOException {
    var raw = new BufferedInputStream(layer, 1 << 16);
    raw.mark(2);
    boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    var written = new HashSet<Path>();
    try (var tar = new TarArchiveInputStream(gzip ? new GZIPInputStream(raw, 1 << 16) : raw)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (--entriesLeft < 0) {
          throw new IOException("the image has too many files");
        }
        apply(entry, tar, written);
      }
    }
  }

  private void apply(TarArchiveEntry entry, InputStream content, Set<Path> written) throws IOException {
    List<String> parts = parts(entry.getName());
    if (parts.isEmpty()) {
      return;
    } // the root itself
    Path folder = inside(parts.subList(0, parts.size() - 1), MOST_LINKS);
    String name = parts.getLast();
    if (name.equals(OPAQUE)) {
      clear(folder, written);
    } else if (name.startsWith(WHITEOUT)) {
      String hidden = name.substring(WHITEOUT.length());
      if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
        throw outside(entry.getName());
      }
      FileTree.delete(folder.resolve(hidden));
    } else {
      Path path = folder.resolve(name);
      write(entry, content, path);
      written.add(path);
    }
  }

  private void write(TarArchiveEntry entry, InputStream content, Path path) throws IOException {
    if (entry.isDirectory()) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        FileTree.delete(path);
        Files.createDirectory(path);
      }
      // Owners are not kept, so that the one who unpacks must keep the right to write into it.
      permit(path, entry.getMode() | 0700);
      return;
    }
    if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      return;
    }
    FileTree.delete(path);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, within(path, entry.getLinkName()));
    } else if (entry.isLink()) {
      List<String> target = parts(entry.getLinkName());
      if (target.isEmpty()) {
        throw outside(entry.getLinkName());
      }
      Path file = inside(target.subList(0, target.size() - 1), MOST_LINKS).resolve(target.getLast());
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("a hard link to no file: " + entry.getLinkName());
      }
      Files.createLink(path, file);
    } else {
      bytesLeft -= entry.getSize();
      if (bytesLeft < 0) {
        throw new IOException("the image is too large");
      }
      Files.copy(content, path);
      permit(path, entry.getMode());
    }
  }

  /** The text of a link so that it stays good, and inside, when the root is a folder of this machine. */
  private Path within(Path link, String target) throws IOException {
    Path parent = link.getParent();
    if (parent == null) {
      throw outside(target);
    }
    Path meant = target.startsWith("/")
        ? root.resolve(String.join("/", parts(target)))
        : parent.resolve(target).normalize();
    if (!meant.normalize().startsWith(root)) {
      throw outside(target);
    }
    return target.startsWith("/") ? parent.relativize(meant) : Path.of(target);
  }

  /** The folder that a path in the image means, made where it lacks; links are followed inside the root only. */
  private Path inside(List<String> parts, int linksLeft) throws IOException {
    Path at = root;
    Deque<String> left = new ArrayDeque<>(parts);
    while (!left.isEmpty()) {
      String part = left.removeFirst();
      if (part.equals("..")) { // only out of a link: names have none
        Path up = at.getParent();
        if (at.equals(root) || up == null) {
          throw outside(String.join("/", parts));
        }
        at = up;
        continue;
      }
      Path next = at.resolve(part);
      if (Files.isSymbolicLink(next)) {
        if (--linksLeft < 0) {
          throw new IOException("too many links on the way to " + String.join("/", parts));
        }
        List<String> target = List.of(Files.readSymbolicLink(next).toString().split("/"));
        target.reversed().stream().filter(name -> !name.isEmpty() && !name.equals(".")).forEach(left::addFirst);
        continue;
      }
      if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
        FileTree.delete(next);
        Files.createDirectory(next);
      }
      at = next;
    }
    return at;
  }

  private static List<String> parts(String name) throws IOException {
    List<String> parts = List.of(name.split("/")).stream().filter(part -> !part.isEmpty() && !part.equals("."))
        .toList();
    if (parts.contains("..") || name.indexOf('\0') >= 0) {
      throw outside(name);
    }
    return parts;
  }

  private static void permit(Path path, int mode) throws IOException {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    var all = PosixFilePermission.values(); // owner read first, others execute last: the order of the bits
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(all[bit]);
      }
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  private static void clear(Path folder, Set<Path> keep) throws IOException {
    try (var children = Files.list(folder)) {
      for (Path child : children.toList()) {
        if (keep.stream().noneMatch(kept -> kept.startsWith(child))) {
          FileTree.delete(child);
        }
      }
    }
  }

  private static IOException outside(String name) {
    return new IOException("the image reaches outside its root: " + name);
  }
}
