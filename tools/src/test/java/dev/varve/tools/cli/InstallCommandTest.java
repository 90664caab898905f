package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.varve.server.auth.User;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InstallCommandTest {
    private final Shell shell = new Shell(Map.of());

    @TempDir private Path work;
    private Path prefix;
    private Path configuration;
    private Path unit;

    @BeforeEach
    void makeAProgram() throws IOException {
        Path lib = Files.createDirectories(work.resolve("dist/lib"));
        Files.writeString(lib.resolve("b.jar"), "b");
        Files.writeString(lib.resolve("a.jar"), "a");
        Files.writeString(work.resolve("dist/jvm.args"), "-Dx=y\n");
        prefix = work.resolve("root");
        configuration = prefix.resolve("etc/varve/varve.toml");
        unit = prefix.resolve("etc/systemd/system/varve.service");
    }

    private int install(String... more) {
        List<String> always =
                List.of(
                        "install",
                        "--prefix",
                        prefix.toString(),
                        "--program",
                        work.resolve("dist").toString());
        return shell.run(Stream.concat(always.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Configuration installed() {
        return Configuration.load(new Inputs(List.of(), Map.of(), Optional.of(configuration)));
    }

    @Test
    void dryRunShowsAllAndWritesNothing() {
        assertThat(install("--dry-run")).isZero();
        assertThat(prefix).doesNotExist();
        assertThat(shell.out())
                .contains("would write " + configuration + " (rw-------)")
                .contains("would write " + unit + " (rw-r--r--)")
                .contains("would copy 2 files to " + prefix.resolve("usr/lib/varve/lib"))
                .contains("would make " + prefix.resolve("var/lib/varve"))
                .contains("    access_key = \"VK")
                .contains("    secret_key = \"********\"")
                .contains("    token = \"********\"")
                .contains("    NoNewPrivileges=yes");
    }

    @Test
    void writesEverythingWithTheRightModes() throws IOException {
        assertThat(install()).isZero();
        assertThat(mode(configuration)).isEqualTo("rw-------");
        assertThat(mode(prefix.resolve("etc/varve/environment"))).isEqualTo("rw-------");
        assertThat(mode(unit)).isEqualTo("rw-r--r--");
        assertThat(mode(prefix.resolve("usr/bin/varve"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(prefix.resolve("usr/lib/varve"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(prefix.resolve("usr/lib/varve/lib/a.jar"))).isEqualTo("rw-r--r--");
        assertThat(mode(prefix.resolve("var/lib/varve"))).isEqualTo("rwx------");
        assertThat(prefix.resolve("usr/lib/varve/jvm.args")).content().isEqualTo("-Dx=y\n");
        try (Stream<Path> all = Files.walk(prefix)) {
            assertThat(all).noneMatch(path -> path.toString().endsWith(".new"));
        }
    }

    @Test
    void configurationIsOneThatServeTakes() {
        assertThat(install("--listen", "0.0.0.0:9100")).isZero();
        Configuration loaded = installed();
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.server().listen()).hasToString("0.0.0.0:9100");
        assertThat(loaded.server().store().data()).isEqualTo(prefix.resolve("var/lib/varve"));
        assertThat(loaded.server().metricsToken()).isPresent();
        User admin = loaded.server().users().getFirst();
        assertThat(admin.rights().areOfOperator()).isTrue();
        assertThat(admin.secretKey()).hasSize(40);
        assertThat(shell.out()).contains(admin.accessKey()).doesNotContain(admin.secretKey());
    }

    @Test
    void keysAreFreshEachTime() {
        install();
        User first = installed().server().users().getFirst();
        install("--force");
        User second = installed().server().users().getFirst();
        assertThat(second.accessKey()).isNotEqualTo(first.accessKey());
        assertThat(second.secretKey()).isNotEqualTo(first.secretKey());
    }

    @Test
    void replacesNothingUnlessForced() throws IOException {
        install();
        String before = Files.readString(configuration);
        Files.delete(prefix.resolve("usr/bin/varve"));
        assertThat(install()).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.err())
                .contains(configuration + " is there")
                .contains(unit + " is there")
                .contains("--force");
        assertThat(configuration).content().isEqualTo(before);
        assertThat(prefix.resolve("usr/bin/varve")).doesNotExist();
    }

    @Test
    void forceKeepsTheOldConfiguration() throws IOException {
        install();
        String before = Files.readString(configuration);
        assertThat(install("--force")).isZero();
        Path old = prefix.resolve("etc/varve/varve.toml.old");
        assertThat(old).content().isEqualTo(before);
        assertThat(mode(old)).isEqualTo("rw-------");
    }

    @Test
    void librariesOfAnEarlierVersionGo() throws IOException {
        install();
        Path stale = prefix.resolve("usr/lib/varve/lib/stale.jar");
        Files.writeString(stale, "old");
        install("--force");
        assertThat(stale).doesNotExist();
        assertThat(prefix.resolve("usr/lib/varve/lib/b.jar")).content().isEqualTo("b");
    }

    @Test
    void unitIsHardenedAndLetsAJvmWork() throws IOException {
        install("--user", "store", "--listen", "127.0.0.1:9001");
        assertThat(Files.readAllLines(unit))
                .contains(
                        "User=store",
                        "ProtectSystem=strict",
                        "ReadWritePaths=" + prefix.resolve("var/lib/varve"),
                        "NoNewPrivileges=yes",
                        "PrivateTmp=yes",
                        "Restart=on-failure",
                        "LimitNOFILE=131072",
                        "TimeoutStopSec=90",
                        "LoadCredential=varve.toml:" + configuration,
                        "EnvironmentFile=-" + prefix.resolve("etc/varve/environment"))
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
        String out = shell.out();
        assertThat(out.lines().map(String::strip))
                .contains("systemctl enable --now " + unit)
                .anyMatch(line -> line.startsWith("useradd --system") && line.endsWith(" store"));
    }

    @Test
    @Timeout(60)
    void systemdAcceptsTheUnit() throws IOException, InterruptedException {
        assumeTrue(
                System.getenv("CI") != null
                        || Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
                "no systemd here");
        install();
        Process verify =
                new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verify.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.lines()).as(said).noneMatch(line -> line.contains("varve"));
        assertThat(verify.exitValue()).as(said).isZero();
    }

    @Test
    void refusesWhatWouldNeedQuoting() {
        prefix = work.resolve("a b");
        assertThat(install()).isEqualTo(2);
        assertThat(shell.err()).contains("may have letters, digits");
        prefix = work.resolve("root");
        assertThat(install("--user", "x; rm")).isEqualTo(2);
        assertThat(install("--listen", "nowhere")).isEqualTo(2);
        assertThat(prefix).doesNotExist();
    }

    @Test
    void refusesAProgramThatIsNotBuilt() throws IOException {
        Files.delete(work.resolve("dist/jvm.args"));
        assertThat(install()).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.err()).contains("is not a built program");
    }

    @Test
    void warnsOfPlacesThatTheServiceCannotSee() {
        assertThat(install("--dry-run")).isZero();
        assertThat(shell.err().contains(prefix + " is hidden from the service"))
                .isEqualTo(prefix.startsWith("/tmp"));
    }
}
