package sandbox.platform.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootfsTest {
  @TempDir
  Path folder;
  private Rootfs rootfs;

  @BeforeEach
  void make() throws IOException {
    for (String name : new String[]{"app/lib", "data", "bin"}) {
      Files.createDirectories(folder.resolve("image/" + name));
    }
    Files.writeString(folder.resolve("image/bin/run"), "x");
    Files.setPosixFilePermissions(folder.resolve("image/bin/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(folder.resolve("image/start"), Path.of("bin/run"));
    rootfs = Rootfs.copy(folder.resolve("image"), folder.resolve("container"));
  }

  @Test
  void paths_into_the_image_are_put_under_its_root_wherever_they_stand() {
    String root = rootfs.root().toString();
    assertThat(rootfs.mapped("/app/lib")).isEqualTo(root + "/app/lib");
    assertThat(rootfs.mapped("/app/classes:/app/lib/*:relative"))
        .isEqualTo(root + "/app/classes:" + root + "/app/lib/*:relative");
    assertThat(rootfs.mapped("-Ddata=/data/not/yet/there")).isEqualTo("-Ddata=" + root + "/data/not/yet/there");
  }

  @Test
  void other_texts_are_left_as_they_are() {
    for (String text : new String[]{"", "plain", "/", "http://127.0.0.1/app", "/healthz", "a/app/b", "-Dx=$1\\",
        "//app"}) {
      assertThat(rootfs.mapped(text)).isEqualTo(text);
    }
  }

  @Test
  void a_program_is_found_by_path_or_by_name() {
    Path workdir = rootfs.path("/app");
    assertThat(rootfs.program("/bin/run", "", workdir)).contains(rootfs.root().resolve("bin/run"));
    assertThat(rootfs.program("run", "/sbin:/bin", workdir)).contains(rootfs.root().resolve("bin/run"));
    assertThat(rootfs.program("/start", "", workdir)).contains(rootfs.root().resolve("start"));
    assertThat(rootfs.program("run", "/sbin", workdir)).isEmpty();
    assertThat(rootfs.program("/app", "", workdir)).isEmpty();
  }

  @Test
  void what_a_container_adds_is_not_in_the_image() throws IOException {
    Files.writeString(rootfs.path("/data/new"), "x");
    assertThat(folder.resolve("image/data/new")).doesNotExist();
    assertThat(rootfs.path("/bin/run")).isExecutable();
  }

  @Test
  void an_image_without_a_loader_has_none() {
    assertThat(rootfs.loader()).isEmpty();
  }
}
