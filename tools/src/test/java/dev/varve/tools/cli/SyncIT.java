package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import dev.varve.tools.client.CuttingProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncIT {
    private static final LiveServer server = LiveServer.start(Scheme.HTTP);

    @TempDir private Path work;
    private Path from = Path.of(".");
    private Path to = Path.of(".");
    private ClientShell shell = new ClientShell(server, from);
    private String bucket = "";

    @BeforeEach
    void make() throws IOException {
        from = Files.createDirectories(work.resolve("from"));
        to = work.resolve("to");
        shell = new ClientShell(server, work.resolve("home"));
        bucket = server.newBucketName();
        shell.out("bucket", "create", bucket);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void file(String name, String content) throws IOException {
        Path file = from.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }

    private void store(String key, String content) {
        shell.in(content.getBytes(UTF_8)).out("object", "put", "-", bucket + "/" + key);
    }

    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tree.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return tree;
    }

    private List<String> keys(String name) {
        return shell.json("object", "ls", "-r", name).stream()
                .map(object -> object.path("key").asText())
                .toList();
    }

    /// The last line of what a run says.
    private JsonNode sync(String... arguments) {
        Stream<String> all = Stream.concat(Stream.of("object", "sync"), Stream.of(arguments));
        return shell.json(all.toArray(String[]::new)).getLast();
    }

    private static void is(JsonNode sum, int copied, int same, int deleted) {
        assertThat(
                        List.of(
                                sum.path("copied").asInt(),
                                sum.path("same").asInt(),
                                sum.path("deleted").asInt()))
                .as(sum.toString())
                .containsExactly(copied, same, deleted);
    }

    @Test
    void goesThereAndBackAndFindsNothingToDoTheSecondTime() throws IOException {
        file("a", "1");
        file("d/b.txt", "22");
        file("d/e/c", "");
        Files.setLastModifiedTime(
                from.resolve("a"), FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
        is(sync(from.toString(), bucket + "/x"), 3, 0, 0);
        assertThat(keys(bucket)).containsExactly("x/a", "x/d/b.txt", "x/d/e/c");
        is(sync(from.toString(), bucket + "/x"), 0, 3, 0);
        is(sync(bucket + "/x", to.toString()), 3, 0, 0);
        assertThat(tree(to)).isEqualTo(tree(from));
        assertThat(Files.getLastModifiedTime(to.resolve("a")))
                .isEqualTo(Files.getLastModifiedTime(from.resolve("a")));
        is(sync(bucket + "/x", to.toString()), 0, 3, 0);
        is(sync(bucket + "/x", bucket + "/y"), 3, 0, 0);
        is(sync(bucket + "/x", bucket + "/y"), 0, 3, 0);
        assertThat(shell.out("object", "sync", bucket + "/x", to.toString()))
                .isEqualTo("copied 0 (0 bytes), same 3, deleted 0, left out 0, failed 0\n");
    }

    @Test
    void copiesWhatChangedAndDeletesWhatIsGone() throws IOException {
        file("same", "1");
        file("longer", "1");
        file("other", "1");
        file("gone/deep", "1");
        sync(from.toString(), bucket);
        sync(bucket, to.toString());
        file("longer", "12");
        file("other", "2");
        file("new", "n");
        Files.setLastModifiedTime(from.resolve("same"), FileTime.from(Instant.EPOCH));
        Files.delete(from.resolve("gone/deep"));
        String there = bucket + "/";
        assertThat(shell.out("object", "sync", from.toString(), there, "--delete", "--dry-run"))
                .contains("would delete gone/deep", "not done: copied 3")
                .doesNotContain("same\n");
        assertThat(keys(bucket)).hasSize(4);
        is(sync(from.toString(), there, "--delete"), 3, 1, 1);
        assertThat(keys(bucket)).containsExactly("longer", "new", "other", "same");
        is(sync(there, to.toString(), "--delete"), 3, 1, 1);
        assertThat(tree(to)).isEqualTo(tree(from));
        assertThat(to.resolve("gone")).doesNotExist();
    }

    @Test
    void seesByItsContentWhatLooksTheSame() throws IOException {
        file("a", "1");
        sync(from.toString(), bucket);
        FileTime time = Files.getLastModifiedTime(from.resolve("a"));
        file("a", "2");
        Files.setLastModifiedTime(from.resolve("a"), time);
        is(sync(from.toString(), bucket), 0, 1, 0);
        is(sync(from.toString(), bucket, "--checksum"), 1, 0, 0);
    }

    @Test
    void touchesOnlyWhatIsMeant() throws IOException {
        for (String name : List.of("a.txt", "b.bin", "d/c.txt", "d/secret.txt")) {
            file(name, name);
        }
        String[] filter = {"--include", "*.txt", "--exclude", "secret*"};
        store("old.bin", "old");
        store("old.txt", "old");
        shell.out(
                "object",
                "sync",
                from.toString(),
                bucket,
                "--delete",
                filter[0],
                filter[1],
                filter[2],
                filter[3]);
        assertThat(keys(bucket)).containsExactly("a.txt", "d/c.txt", "old.bin");
    }

    @Test
    void deletesNothingWhereTheSourceIsNotThere() throws IOException {
        store("a", "1");
        file("keep", "1");
        assertThat(shell.run("object", "sync", bucket + "/typo", from.toString(), "--delete"))
                .isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(from.resolve("keep")).exists();
        assertThat(shell.run("object", "sync", to.toString(), bucket, "--delete"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(keys(bucket)).containsExactly("a");
    }

    @Test
    void refusesHostileKeysOneByOneAndGoesOn() throws IOException {
        List<String> hostile =
                List.of("../up", "a/../../up", "/abs", "d//x", "./x", ".varve-part/x", "end/");
        hostile.forEach(key -> store(key, "evil"));
        store("file", "1");
        store("file/below", "2");
        store("fine", "3");
        store("folder/", "");
        assertThat(shell.run("object", "sync", bucket, to.toString(), "--json"))
                .isEqualTo(ExitCodes.PARTLY);
        assertThat(shell.printed().lines().filter(line -> line.contains("\"fail\"")))
                .hasSize(hostile.size() + 1);
        assertThat(shell.err()).contains("'../up': '..' would lead out of the directory");
        assertThat(tree(to)).containsEntry("fine", "3").hasSize(2);
        assertThat(to.resolve("folder")).isDirectory();
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsOnly("from", "to");
        }
    }

    @Test
    void writesThroughNoLinkAndReadsThroughNone() throws IOException {
        Path outside = Files.createDirectory(work.resolve("outside"));
        Files.createDirectory(to);
        Files.createSymbolicLink(to.resolve("d"), outside);
        store("d/x", "evil");
        assertThat(shell.run("object", "cp", "-r", bucket, to.toString()))
                .isEqualTo(ExitCodes.PARTLY);
        assertThat(outside).isEmptyDirectory();

        file("a", "1");
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(from.resolve("link"), outside.resolve("secret"));
        JsonNode sum = sync(from.toString(), bucket + "/up");
        is(sum, 1, 0, 0);
        assertThat(sum.path("left_out").asInt()).isEqualTo(1);
        assertThat(keys(bucket + "/up")).containsExactly("up/a");
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        byte[] content = new byte[1 << 20];
        new Random(3).nextBytes(content);
        for (int i = 0; i < 6; i++) {
            Files.write(from.resolve("f" + i), content);
            content[0]++;
        }
        sync(from.toString(), bucket);
        try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
            proxy.cutAnswersAfter(700_000);
            String[] broken = {
                "object", "sync", bucket, to.toString(), "--tries", "1", "--server", proxy.address()
            };
            assertThat(shell.run(broken)).isEqualTo(ExitCodes.UNREACHABLE);
            try (Stream<Path> files = Files.walk(to)) {
                assertThat(files.filter(Files::isRegularFile))
                        .allMatch(file -> file.toString().endsWith(".part"));
            }
        }
        try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
            sync(bucket, to.toString(), "--server", proxy.address());
            assertThat(proxy.answered()).isLessThan(6L * content.length);
        }
        for (int i = 0; i < 6; i++) {
            assertThat(to.resolve("f" + i)).hasSameBinaryContentAs(from.resolve("f" + i));
        }
        assertThat(to.resolve(".varve-part")).doesNotExist();
    }

    @Test
    void movesDirectories() {
        store("a/1", "1");
        store("a/2", "2");
        shell.out("object", "mv", "-r", bucket + "/a", bucket + "/b");
        assertThat(keys(bucket)).containsExactly("b/1", "b/2");
        assertThat(shell.run("object", "mv", "-r", bucket + "/b", bucket + "/b/c")).isEqualTo(2);
        assertThat(shell.run("object", "cp", "-r", "-", bucket)).isEqualTo(2);
        assertThat(shell.run("object", "cp", "-r", bucket + "/b", "./x", "--jobs", "0"))
                .isEqualTo(2);
    }
}
