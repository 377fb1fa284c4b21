package sandbox.platform.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerUnpackerTest {
  /** Writes a layer entry by entry. */
  private static final class Layer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    Layer file(String name, String text, int mode) throws IOException {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      var entry = new TarArchiveEntry(name, true);
      entry.setSize(content.length);
      entry.setMode(mode);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    }

    Layer file(String name, String text) throws IOException {
      return file(name, text, 0644);
    }

    Layer folder(String name) throws IOException {
      tar.putArchiveEntry(new TarArchiveEntry(name + "/", true));
      tar.closeArchiveEntry();
      return this;
    }

    Layer link(String name, String target, byte kind) throws IOException {
      var entry = new TarArchiveEntry(name, kind, true);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      return this;
    }

    Layer symlink(String name, String target) throws IOException {
      return link(name, target, TarConstants.LF_SYMLINK);
    }

    byte[] done() throws IOException {
      tar.close();
      return bytes.toByteArray();
    }
  }

  @TempDir
  Path folder;
  private Path root;
  private LayerUnpacker unpacker;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    unpacker = new LayerUnpacker(root, 1 << 20);
  }

  @Test
  void files_keep_their_content_and_permissions_but_no_special_bits() throws IOException {
    add(new Layer().folder("app").file("app/run", "go", 04755).file("./app/data", "x", 0640));
    assertThat(root.resolve("app/run")).hasContent("go");
    assertThat(permissions("app/run")).isEqualTo("rwxr-xr-x");
    assertThat(permissions("app/data")).isEqualTo("rw-r-----");
  }

  @Test
  void a_gzipped_layer_is_read_too() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new Layer().file("deep/down/file", "text").done());
    }
    unpacker.add(new ByteArrayInputStream(packed.toByteArray()));
    assertThat(root.resolve("deep/down/file")).hasContent("text");
  }

  @Test
  void a_later_layer_replaces_and_whites_out() throws IOException {
    add(new Layer().file("a", "1").file("b/c", "1").file("b/d", "1").file("e/f", "1"));
    add(new Layer().file("a", "2").file("b/.wh.c", "").file("e", "a file now"));
    assertThat(root.resolve("a")).hasContent("2");
    assertThat(root.resolve("b/c")).doesNotExist();
    assertThat(root.resolve("b/d")).exists();
    assertThat(root.resolve("e")).hasContent("a file now");
  }

  @Test
  void an_opaque_folder_hides_what_lower_layers_had_and_nothing_else() throws IOException {
    add(new Layer().file("b/old", "1").file("b/deep/old", "1"));
    add(new Layer().file("b/new", "2").file("b/.wh..wh..opq", "").file("b/deep/new", "2"));
    assertThat(root.resolve("b/old")).doesNotExist();
    assertThat(root.resolve("b/deep/old")).doesNotExist();
    assertThat(root.resolve("b/new")).exists();
    assertThat(root.resolve("b/deep/new")).exists();
  }

  @Test
  void links_stay_inside_the_root_even_when_they_are_absolute() throws IOException {
    add(new Layer().file("usr/lib/x", "x").symlink("lib", "/usr/lib").symlink("usr/bin", "../usr/lib").file("lib/y",
        "y"));
    assertThat(Files.readSymbolicLink(root.resolve("lib"))).isEqualTo(Path.of("usr/lib"));
    assertThat(root.resolve("lib/x")).hasContent("x");
    assertThat(root.resolve("usr/lib/y")).hasContent("y");
    assertThat(root.resolve("usr/bin/y")).hasContent("y");
  }

  @Test
  void a_hard_link_shares_a_file_of_the_image() throws IOException {
    add(new Layer().file("a", "1").link("b/also", "a", TarConstants.LF_LINK));
    assertThat(root.resolve("b/also")).hasContent("1");
  }

  @Test
  void devices_are_left_out() throws IOException {
    add(new Layer().link("dev/null", "", TarConstants.LF_CHR));
    assertThat(Files.exists(root.resolve("dev/null"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/../evil", "a/.."})
  void a_name_that_climbs_is_refused(String name) {
    assertThatThrownBy(() -> add(new Layer().file(name, "evil"))).isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    nothingOutside();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/../outside", "a/../../../outside"})
  void a_link_that_climbs_is_refused(String target) {
    assertThatThrownBy(() -> add(new Layer().folder("a").symlink("link", target))).isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    assertThatThrownBy(() -> add(new Layer().link("hard", target, TarConstants.LF_LINK)))
        .isInstanceOf(IOException.class);
    nothingOutside();
  }

  @Test
  void a_chain_of_links_that_climbs_together_is_refused() {
    assertThatThrownBy(() -> add(new Layer().folder("p/q").symlink("p/q/up", "../..").symlink("p/over", "q/up/../..")
        .file("p/over/evil", "evil"))).isInstanceOf(IOException.class);
    nothingOutside();
  }

  @Test
  void a_ring_of_links_is_refused() {
    assertThatThrownBy(() -> add(new Layer().symlink("a", "b").symlink("b", "a").file("a/file", "x")))
        .isInstanceOf(IOException.class).hasMessageContaining("too many links");
  }

  @Test
  void a_file_replaces_a_link_and_does_not_write_through_it() throws IOException {
    add(new Layer().file("kept", "kept").symlink("link", "kept").file("link", "new"));
    assertThat(root.resolve("kept")).hasContent("kept");
    assertThat(root.resolve("link")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", ".wh...", ".wh.."})
  void a_whiteout_of_nothing_or_of_the_folder_above_is_refused(String name) {
    assertThatThrownBy(() -> add(new Layer().folder("a").file("a/" + name, ""))).isInstanceOf(IOException.class);
    assertThat(root).exists();
  }

  @Test
  void an_image_that_is_too_large_is_refused() {
    var small = new LayerUnpacker(root, 3);
    assertThatThrownBy(
        () -> small.add(new ByteArrayInputStream(new Layer().file("a", "12").file("b", "34").done())))
        .hasMessageContaining("too large");
  }

  @Test
  void a_layer_that_is_no_archive_is_refused() {
    byte[] noise = "this is not a tar archive at all, whatever it says".repeat(100).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> unpacker.add(new ByteArrayInputStream(noise))).isInstanceOf(IOException.class);
  }

  private void add(Layer layer) throws IOException {
    unpacker.add(new ByteArrayInputStream(layer.done()));
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
  }

  private void nothingOutside() {
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(root);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
