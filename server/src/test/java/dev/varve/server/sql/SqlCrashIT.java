package dev.varve.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.sql.SqlTables;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PrefixMove;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.RestoreRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store with tables under random load that is killed, over and over: the tables are those of a journal
/// that was never cut.
@Timeout(180)
class SqlCrashIT {
    private static final int KILLS = Integer.getInteger("varve.sql.kills", 3);
    private static final List<BucketName> BUCKETS =
            List.of(new BucketName("plain"), new BucketName("versioned"));
    private static final SqlSettings SETTINGS =
            new SqlSettings(true, Duration.ofSeconds(5), 1000, 1 << 20, 1 << 20, 1);

    @TempDir private Path directory;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static Varve open(Path directory) {
        return Varve.open(VarveConfig.at(directory).space(0, 0));
    }

    private static SqlDoor door(Varve varve, Path directory) {
        return SqlDoor.open(SETTINGS, directory, varve.consumers(), 0);
    }

    /// The process: changes this and that, and says how often it did.
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        try (Varve varve = open(directory);
                SqlDoor door = door(varve, directory)) {
            assertThat(door.settings().enabled()).isTrue();
            ObjectStore store = varve.store();
            store.buckets().create(BUCKETS.get(0), BucketSettings.DEFAULT);
            store.buckets()
                    .create(
                            BUCKETS.get(1),
                            BucketSettings.DEFAULT.withVersioning(Versioning.ENABLED));
            for (int i = 0; i < 1_000_000; i++) {
                change(store, random);
                System.out.println(i);
                System.out.flush();
            }
        }
    }

    /// What is refused is no event.
    private static void change(ObjectStore store, Random random) {
        BucketName bucket = BUCKETS.get(random.nextInt(BUCKETS.size()));
        String folder = "f" + random.nextInt(4) + "/";
        ObjectKey key = ObjectKey.of(folder + random.nextInt(30));
        switch (random.nextInt(40)) {
            case 0 -> store.deletePrefix(PrefixDelete.of(bucket, folder));
            case 1 -> store.movePrefix(PrefixMove.of(bucket, folder, BUCKETS.get(0), "g/"));
            case 2 -> {
                long back = Math.max(0, store.position().value() - random.nextInt(100));
                store.restore(
                        RestoreRequest.of(bucket, folder, new AsOf.AtPosition(new Position(back))));
            }
            case 3, 4, 5, 6 -> store.delete(bucket, key);
            case 7, 8, 9 -> {
                String value = Integer.toString(random.nextInt(3));
                store.change(
                        bucket,
                        key,
                        null,
                        new AttributeChange.SetTags(new TreeMap<>(Map.of("k", value))));
            }
            case 10 -> store.history().purge(bucket, folder);
            default -> {
                byte[] content =
                        Integer.toString(random.nextInt(1000)).getBytes(StandardCharsets.UTF_8);
                store.put(PutRequest.of(bucket, key, Body.of(content)));
            }
        }
    }

    @Test
    void tablesEqualTheObjectViewAfterEveryKill() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(20 + random.nextInt(400));
            assertWhole();
            try (Varve varve = open(directory);
                    SqlDoor door = door(varve, directory)) {
                assertThat(door.settings().enabled()).isTrue();
                await().until(() ->
                        varve.position()
                                .equals(
                                        varve.consumers()
                                                .find("sql")
                                                .orElseThrow()
                                                .status()
                                                .position()));
            }
            assertSame();
        }
    }

    /// What the kill left: all of some batches, nothing of the next.
    private void assertWhole() throws Exception {
        try (SqlTables tables = new SqlTables(directory.resolve("sql/varve.db"))) {
            List<String> rows =
                    tables.rows(
                            "SELECT p.position + 1 - count(*), p.position - max(e.position)"
                                    + " FROM progress p, events e");
            assertThat(rows).as("seed %s", seed).isSubsetOf("0|0", "0|null");
        }
    }

    private void assertSame() throws Exception {
        try (RocksViewStore rows = RocksViewStore.open(directory.resolve("view/objects"));
                ViewSnapshot snapshot = rows.snapshot();
                SqlTables tables = new SqlTables(directory.resolve("sql/varve.db"))) {
            ObjectView view = new ObjectView(snapshot);
            List<Bucket> buckets = view.buckets("", "", 10);
            assertThat(buckets).hasSize(BUCKETS.size());
            for (Bucket bucket : buckets) {
                assertThat(tables.versions(bucket.id()))
                        .as("seed %s", seed)
                        .isEqualTo(SqlTables.versions(view, bucket.id()));
                assertThat(tables.usage(bucket.id()))
                        .as("seed %s", seed)
                        .isEqualTo(SqlTables.usage(view, bucket.id()));
            }
        }
    }

    private void runAndKill(int changes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.removeIf(argument -> argument.startsWith("-javaagent"));
        // It lives for seconds.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SqlCrashIT.class.getName());
        command.addAll(List.of(directory.toString(), Long.toString(random.nextLong())));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < changes; i++) {
                assertThat(out.readLine()).as("the process must not end by itself").isNotNull();
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
