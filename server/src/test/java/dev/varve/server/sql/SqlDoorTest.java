package dev.varve.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.sql.SqlAnswer;
import dev.varve.projections.sql.SqlQuery;
import dev.varve.projections.sql.SqlTables;
import dev.varve.server.consumers.Consumer;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Consumers.Need;
import dev.varve.server.consumers.Status.State;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqlDoorTest {
    private static final BucketName PHOTOS = new BucketName("photos");
    private static final SqlSettings SETTINGS =
            new SqlSettings(true, Duration.ofSeconds(5), 1000, 1 << 20, 1 << 20, 1);

    @TempDir private Path directory;

    private Varve open() {
        return Varve.open(VarveConfig.at(directory).space(0, 0));
    }

    private SqlDoor door(Varve varve) {
        return SqlDoor.open(SETTINGS, directory, varve.consumers(), 0);
    }

    private static void put(ObjectStore store, String key, String content) {
        store.put(
                        PutRequest.of(
                                PHOTOS,
                                ObjectKey.of(key),
                                Body.of(content.getBytes(StandardCharsets.UTF_8))))
                .orThrow();
    }

    private static Consumer sql(Varve varve) {
        return varve.consumers().find("sql").orElseThrow();
    }

    private static void caughtUp(Varve varve) {
        await().until(() -> varve.position().equals(sql(varve).status().position()));
    }

    private static List<?> first(SqlDoor door, String text) throws Exception {
        SqlAnswer answer = door.answer(new SqlQuery(text, List.of()), Duration.ofSeconds(5), 10);
        return answer.rows().getFirst();
    }

    @Test
    void followsTheJournalAndGoesOnAfterRestart() throws Exception {
        try (Varve varve = open()) {
            varve.store().buckets().create(PHOTOS, BucketSettings.DEFAULT).orThrow();
            put(varve.store(), "early", "1");
            try (SqlDoor door = door(varve)) {
                put(varve.store(), "late", "22");
                caughtUp(varve);
                assertThat(first(door, "SELECT count(*), sum(size) FROM objects"))
                        .isEqualTo(List.of(2, 3));
                assertThat(varve.consumers().needs())
                        .as("the journal is kept for it")
                        .contains(new Need("sql", varve.position().next()));
            }
        }
        try (Varve varve = open();
                SqlDoor door = door(varve)) {
            assertThat(sql(varve).status().position()).isNotEqualTo(Position.NONE);
            put(varve.store(), "again", "333");
            caughtUp(varve);
            assertThat(first(door, "SELECT count(*), sum(size) FROM objects"))
                    .isEqualTo(List.of(3, 6));
            Bucket bucket = varve.store().buckets().find(PHOTOS).orElseThrow();
            assertThat(first(door, "SELECT bucket_id, name FROM buckets"))
                    .isEqualTo(List.of(bucket.id().toString(), "photos"));
        }
    }

    @Test
    void isMadeAnewWhenReplayedAsAWhole() throws Exception {
        try (Varve varve = open();
                SqlDoor door = door(varve)) {
            varve.store().buckets().create(PHOTOS, BucketSettings.DEFAULT).orThrow();
            put(varve.store(), "a", "1");
            caughtUp(varve);
            assertThatThrownBy(() -> sql(varve).replay(new Position(1)))
                    .isInstanceOf(ConsumerRefusal.class)
                    .hasMessageContaining("from 0");
            sql(varve).replay(Position.FIRST);
            caughtUp(varve);
            assertThat(first(door, "SELECT count(*) FROM objects")).isEqualTo(List.of(1));
            assertThat(sql(varve).status().state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void throwsAwayTablesOfAnotherJournal() throws Exception {
        try (Varve varve = open();
                SqlDoor door = door(varve)) {
            varve.store().buckets().create(PHOTOS, BucketSettings.DEFAULT).orThrow();
            put(varve.store(), "a", "1");
            caughtUp(varve);
            assertThat(first(door, "SELECT count(*) FROM objects")).isEqualTo(List.of(1));
        }
        Path other = directory.resolve("other");
        try (Varve varve = Varve.open(VarveConfig.at(other).space(0, 0))) {
            Files.createDirectories(other.resolve("sql"));
            Files.copy(directory.resolve("sql/varve.db"), other.resolve("sql/varve.db"));
            try (SqlDoor door = SqlDoor.open(SETTINGS, other, varve.consumers(), 0)) {
                caughtUp(varve);
                assertThat(first(door, "SELECT count(*) FROM objects")).isEqualTo(List.of(0));
            }
            try (SqlTables tables = new SqlTables(other.resolve("sql/varve.db"))) {
                assertThat(tables.rows("SELECT max(position) FROM events"))
                        .containsExactly(varve.position().toString());
            }
        }
    }
}
