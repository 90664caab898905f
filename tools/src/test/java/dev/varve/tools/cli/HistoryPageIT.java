package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.disk.LocalDisk;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the three commands of `docs/history.md` that bring back a folder, against a server on a store
/// where it was deleted less than an hour ago.
class HistoryPageIT {
    private static final BucketName PAPERS = new BucketName("papers");
    private static final Pattern SECTION =
            Pattern.compile("(?ms)^## I deleted the wrong folder.*?^```sh\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir private Path home;

    private static List<String> commands() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path page =
                Stream.of(here, here.resolveSibling(""))
                        .map(directory -> directory.resolve("docs/history.md"))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
        return SECTION.matcher(Files.readString(page))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .lines()
                .toList();
    }

    private static String[] arguments(String command) {
        assertThat(command).startsWith("tools/varve ");
        return WORD.matcher(command)
                .results()
                .skip(1)
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toArray(String[]::new);
    }

    /// What happened before, by a clock that ran then.
    private static void past(Path data) {
        AtomicReference<Instant> clock = new AtomicReference<>(ago(Duration.ofHours(3)));
        VarveConfig config =
                VarveConfig.at(data)
                        .space(0, 0)
                        .surroundings(new VarveConfig.Surroundings(new LocalDisk(), clock::get));
        try (Varve varve = Varve.open(config)) {
            ObjectStore store = varve.store();
            store.buckets().create(PAPERS).orThrow();
            put(store, "photos/2025/a.jpg", "a");
            put(store, "photos/2026/b.jpg", "b");
            put(store, "notes.txt", "notes");
            clock.set(ago(Duration.ofMinutes(50)));
            store.deletePrefix(PrefixDelete.of(PAPERS, "photos/")).orThrow();
            put(store, "notes.txt", "later");
        }
    }

    private static Instant ago(Duration duration) {
        return Instant.now().minus(duration);
    }

    private static void put(ObjectStore store, String key, String text) {
        Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
        store.put(PutRequest.of(PAPERS, ObjectKey.of(key), body)).orThrow();
    }

    private static void awaitSettled(ClientShell shell) throws InterruptedException {
        while (shell.run("restore", "papers/photos", "--as-of", "1h", "--dry-run")
                == ExitCodes.CONFLICT) {
            Thread.sleep(20);
        }
    }

    @Test
    @Timeout(120)
    void bringsBackAFolderInThreeCommands() throws Exception {
        try (LiveServer server = LiveServer.after(HistoryPageIT::past)) {
            ClientShell shell = new ClientShell(server, home);
            awaitSettled(shell);
            List<String> commands = commands();
            assertThat(commands).hasSize(3);
            assertThat(shell.out(arguments(commands.get(0)))).contains("2 objects of 2 bytes come");
            assertThat(shell.json("object", "ls", "-r", "papers")).hasSize(1);
            assertThat(shell.out(arguments(commands.get(1)))).contains("To take it back");
            assertThat(shell.out(arguments(commands.get(2))))
                    .contains("photos/2025/a.jpg")
                    .contains("photos/2026/b.jpg");
            shell.out("object", "get", "papers/notes.txt", "-");
            assertThat(shell.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("later");
        }
    }
}
