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
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectCommandsIT {
    private static final LiveServer server = LiveServer.start(Scheme.HTTP);

    @TempDir private Path work;
    private ClientShell shell = new ClientShell(server, Path.of("."));
    private String bucket = "";

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void make() {
        shell = new ClientShell(server, work.resolve("home"));
        bucket = server.newBucketName();
        shell.out("bucket", "create", bucket);
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(work.resolve(name), content);
    }

    private String at(String key) {
        return bucket + "/" + key;
    }

    private void store(String key, String content) {
        shell.in(content.getBytes(UTF_8)).out("object", "put", "-", at(key));
    }

    private String content(String key) {
        shell.out("object", "get", at(key), "-");
        return new String(shell.bytes(), UTF_8);
    }

    private List<String> keys() {
        return shell.json("object", "ls", "-r", bucket).stream()
                .map(object -> object.path("key").asText())
                .toList();
    }

    private String now() throws InterruptedException {
        Thread.sleep(3);
        String now = Instant.now().minusMillis(1).toString();
        Thread.sleep(3);
        return now;
    }

    @Test
    void readsWhatThereWas() throws Exception {
        store("a/one", "first");
        store("a/two", "second");
        String then = now();
        store("a/one", "changed");
        shell.out("object", "rm", at("a/two"));
        store("new", "new");

        assertThat(shell.json("object", "ls", "-r", bucket, "--as-of", then))
                .extracting(object -> object.path("key").asText())
                .containsExactly("a/one", "a/two");
        shell.out("object", "get", at("a/one"), "-", "--as-of", then);
        assertThat(new String(shell.bytes(), UTF_8)).isEqualTo("first");
        JsonNode told = shell.json("object", "stat", at("a/two"), "--as-of", then).getFirst();
        assertThat(told.path("size").asLong()).isEqualTo(6);
        assertThat(shell.run("object", "stat", at("new"), "--as-of", then))
                .isEqualTo(ExitCodes.NOT_FOUND);

        String view = shell.out("bucket", "at", bucket, then).strip();
        Path restored = work.resolve("restored");
        shell.out("object", "sync", view, restored.toString());
        assertThat(restored.resolve("a/one")).hasContent("first");
        assertThat(restored.resolve("a/two")).hasContent("second");
        assertThat(restored.resolve("new")).doesNotExist();
        shell.out("object", "cp", "-r", view + "/a", bucket + "/back");
        assertThat(content("back/two")).isEqualTo("second");
        shell.out("object", "cp", view + "/a/two", at("a/two"));
        assertThat(content("a/two")).isEqualTo("second");
        assertThat(shell.run("object", "rm", view + "/a/one")).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.run("object", "ls", bucket, "--as-of", "yesterday")).isEqualTo(2);
        assertThat(shell.run("object", "ls", bucket, "--as-of", "999999999"))
                .isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void storesAndFetchesAFile() throws IOException {
        byte[] content = new byte[3 << 20];
        new Random(7).nextBytes(content);
        Path file = file("data.txt", content);
        JsonNode made =
                shell.json("object", "put", file.toString(), at("a/"), "--meta", "who=me")
                        .getFirst();
        assertThat(made.path("key").asText()).isEqualTo("a/data.txt");
        JsonNode told = shell.json("object", "stat", at("a/data.txt")).getFirst();
        assertThat(told.path("size").asLong()).isEqualTo(content.length);
        assertThat(told.path("sha256").asText()).hasSize(64);
        assertThat(told.path("content_type").asText()).isEqualTo("text/plain");
        assertThat(told.path("custom").path("who").asText()).isEqualTo("me");

        Path back = work.resolve("back");
        shell.out("object", "get", at("a/data.txt"), back.toString());
        assertThat(back).hasBinaryContent(content);
        assertThat(Files.getLastModifiedTime(back)).isEqualTo(Files.getLastModifiedTime(file));
        assertThat(work.resolve(".varve-part")).doesNotExist();
        shell.out("object", "get", at("a/data.txt"), "-");
        assertThat(shell.bytes()).isEqualTo(content);
    }

    @Test
    void listsDirectoriesAndObjects() {
        List.of("a/1", "a/2", "b").forEach(key -> store(key, key));
        assertThat(shell.out("object", "ls", bucket).lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith(" a/"),
                        line -> assertThat(line).endsWith(" 1 b"));
        assertThat(shell.json("object", "ls", bucket).getFirst().path("prefix").asText())
                .isEqualTo("a/");
        assertThat(keys()).containsExactly("a/1", "a/2", "b");
        assertThat(shell.json("object", "ls", at("a"), "--prefix", "2")).hasSize(1);
        assertThat(shell.json("object", "ls", at("b"))).hasSize(1);
        assertThat(shell.run("object", "ls", at("gone"))).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(shell.run("object", "ls", "no-such-bucket")).isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void writesOnConditionsAndSaysSoWhereTheyDoNotHold() {
        store("a", "1");
        shell.in("2".getBytes(UTF_8));
        assertThat(shell.run("object", "put", "-", at("a"), "--if-absent"))
                .isEqualTo(ExitCodes.CONFLICT);
        String etag = shell.json("object", "stat", at("a")).getFirst().path("etag").asText();
        shell.in("3".getBytes(UTF_8)).out("object", "put", "-", at("a"), "--if-match", etag);
        assertThat(content("a")).isEqualTo("3");
        assertThat(shell.run("object", "put", "-", at("a"), "--if-match", etag))
                .isEqualTo(ExitCodes.CONFLICT);
    }

    @Test
    void copiesMovesAndDeletes() throws IOException {
        store("a", "1");
        shell.out("object", "cp", at("a"), at("b/"));
        assertThat(content("b/a")).isEqualTo("1");
        shell.out("object", "mv", at("b/a"), at("c"));
        assertThat(keys()).containsExactly("a", "c");
        assertThat(shell.run("object", "cp", at("a"), at("a"))).isEqualTo(ExitCodes.CONFLICT);
        shell.out("object", "cp", at("a"), work.resolve("a").toString());
        assertThat(work.resolve("a")).hasContent("1");
        shell.out("object", "cp", work.resolve("a").toString(), at("d"));
        shell.out("object", "rm", at("a"));
        assertThat(keys()).containsExactly("c", "d");
        assertThat(shell.out("object", "rm", "-r", bucket, "--dry-run")).contains("would delete c");
        shell.out("object", "rm", "-r", bucket);
        assertThat(keys()).isEmpty();
        assertThat(shell.run("object", "rm", "-r", bucket)).isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void tellsWhatIsWronglyNamed() throws IOException {
        assertThat(shell.run("object", "get", bucket, "-")).isEqualTo(2);
        assertThat(shell.err()).contains("is a bucket");
        assertThat(shell.run("object", "cp", "./a", "./b")).isEqualTo(2);
        assertThat(shell.run("object", "cp", "/", at("x"))).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.run("object", "ls", "./a")).isEqualTo(2);
        assertThat(shell.run("object", "get", at("gone"), "-")).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(shell.run("object", "stat", at("gone"))).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(shell.run("object", "put", work.resolve("gone").toString(), at("x")))
                .isEqualTo(ExitCodes.FAILED);
        store("..", "out");
        assertThat(shell.run("object", "get", at(".."), work.toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.err()).contains("no file can be called '..'");
    }

    @Test
    void goesOnWhereAConnectionBroke() throws IOException {
        byte[] content = new byte[2 << 20];
        new Random(8).nextBytes(content);
        shell.out("object", "put", file("big", content).toString(), at("big"));
        Path back = work.resolve("back");
        try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
            proxy.cutAnswersAfter(600_000);
            shell.out("object", "get", at("big"), back.toString(), "--server", proxy.address());
            assertThat(back).hasBinaryContent(content);
            shell.out("object", "get", at("big"), "-", "--server", proxy.address());
            assertThat(shell.bytes()).isEqualTo(content);
        }
    }

    @Test
    void goesOnWhereAnotherAttemptEnded() throws IOException {
        byte[] content = new byte[2 << 20];
        new Random(9).nextBytes(content);
        shell.out("object", "put", file("big", content).toString(), at("big"));
        Path back = work.resolve("back");
        String[] get = {"object", "get", at("big"), back.toString(), "--tries", "1", "--server"};
        try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
            proxy.cutAnswersAfter(1 << 20);
            assertThat(shell.run(with(get, proxy.address()))).isEqualTo(ExitCodes.UNREACHABLE);
            assertThat(back).doesNotExist();
            assertThat(work.resolve(".varve-part")).isNotEmptyDirectory();
        }
        try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
            shell.out(with(get, proxy.address()));
            assertThat(back).hasBinaryContent(content);
            assertThat(proxy.answered()).isLessThan(content.length * 3L / 4);
            assertThat(work.resolve(".varve-part")).doesNotExist();
        }
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }
}
