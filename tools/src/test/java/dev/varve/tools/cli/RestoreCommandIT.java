package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RestoreCommandIT {
    private static final LiveServer server = LiveServer.start(Scheme.HTTP);
    private static final Pattern UNDO = Pattern.compile("varve (restore .*)");

    /// Long enough for the clock to have gone on.
    private static final int A_MOMENT = 5;

    @TempDir private Path home;
    private ClientShell shell = new ClientShell(server, Path.of("."));
    private String bucket = "";
    private String then = "";

    @BeforeEach
    void make() throws InterruptedException {
        shell = new ClientShell(server, home);
        bucket = server.newBucketName();
        shell.out("bucket", "create", bucket);
        put("a/1", "one");
        put("a/2", "two");
        put("ab", "three");
        Thread.sleep(A_MOMENT);
        then = Instant.now().toString();
        Thread.sleep(A_MOMENT);
        shell.out("object", "rm", bucket + "/a/1");
        put("a/2", "changed");
        put("a/3", "new");
        shell.out("object", "rm", bucket + "/ab");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void put(String key, String text) {
        shell.in(text.getBytes(UTF_8)).out("object", "put", "-", bucket + "/" + key);
    }

    private String get(String key) {
        shell.out("object", "get", bucket + "/" + key, "-");
        return new String(shell.bytes(), UTF_8);
    }

    private List<String> keys() {
        return shell.json("object", "ls", "-r", bucket).stream()
                .map(each -> each.path("key").asText())
                .toList();
    }

    @Test
    void saysWhatItWouldDo() {
        String said = shell.out("restore", bucket + "/a", "--as-of", then, "--dry-run");
        assertThat(said)
                .contains("1 objects of 3 bytes come back")
                .contains("1 objects of 3 bytes change back")
                .contains("1 objects of 3 bytes are deleted")
                .contains("back " + bucket + "/a/1")
                .contains("gone " + bucket + "/a/3");
        assertThat(keys()).containsExactly("a/2", "a/3");
        JsonNode told = shell.json("restore", bucket, "--as-of", then, "--dry-run").getFirst();
        assertThat(told.path("back").path("objects").asInt()).isEqualTo(2);
    }

    @Test
    @Timeout(120)
    void restoresADirectoryAndSaysHowToTakeItBack() throws InterruptedException {
        String said = shell.out("restore", bucket + "/a", "--as-of", then, "--yes");
        assertThat(keys()).containsExactly("a/1", "a/2");
        assertThat(get("a/2")).isEqualTo("two");
        Matcher undo = UNDO.matcher(said);
        assertThat(undo.find()).as(said).isTrue();
        String[] command = Pattern.compile(" ").split(undo.group(1) + " --yes");
        while (shell.run(command) == ExitCodes.CONFLICT) {
            Thread.sleep(A_MOMENT); // it settles
        }
        assertThat(keys()).containsExactly("a/2", "a/3");
        assertThat(get("a/2")).isEqualTo("changed");
    }

    @Test
    void restoresOneObject() {
        shell.out("restore", bucket + "/a/2", "--object", "--as-of", then, "--yes");
        assertThat(get("a/2")).isEqualTo("two");
        assertThat(keys()).containsExactly("a/2", "a/3");
        assertThat(shell.out("restore", bucket + "/a/2", "--object", "--as-of", then, "--yes"))
                .contains("nothing to do");
    }

    @Test
    void restoresEverything() {
        assertThat(shell.run("restore", "--everything", "--as-of", then, "--yes")).isZero();
        assertThat(keys()).containsExactly("a/1", "a/2", "ab");
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThat(shell.run("restore", bucket, "--as-of", then)).isEqualTo(2);
        assertThat(shell.err()).contains("--yes").contains("--dry-run");
        assertThat(shell.run("restore", "--as-of", then, "--yes")).isEqualTo(2);
        assertThat(shell.run("restore", bucket, "--yes")).isEqualTo(2);
        assertThat(shell.run("restore", bucket, "--object", "--as-of", then)).isEqualTo(2);
        assertThat(shell.run("restore", bucket, "--as-of", "yesterday", "--yes")).isEqualTo(2);
        assertThat(shell.run("restore", "never-was", "--as-of", then, "--yes"))
                .isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(shell.run("restore", bucket, "--as-of", "2d", "--yes"))
                .isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(keys()).containsExactly("a/2", "a/3");
    }
}
