package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Recorded;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.EventEncoder;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordView;
import dev.varve.projections.sql.SqlTables;
import dev.varve.projections.sql.SqlView;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables of nodes that hear of each other late say what the object view says, and the same on each.
class SqlConvergenceSimulation {
    private static final int ROUNDS = 4;
    private final long seed = Long.getLong("seed", System.nanoTime());

    @TempDir private Path directory;

    @Test
    void tablesAreTheSameEverywhereInTheEnd() throws SQLException {
        for (int round = 0; round < ROUNDS; round++) {
            ConvergenceSimulation.Run run = new ConvergenceSimulation.Run(seed + round);
            run.play();
            compare(run, "seed " + (seed + round));
        }
    }

    @Test
    void settingsOfTheNewestEventHold() throws SQLException {
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        SimNode one = new SimNode(0, 2, Duration.ZERO);
        SimNode ahead = new SimNode(1, 2, Duration.ofSeconds(5));
        BucketId bucket = one.newBucket(0);
        BucketSettings settings = BucketSettings.DEFAULT;
        one.decide(now, new Event.BucketCreated(bucket, new BucketName("one"), "me", settings));
        ahead.take(now, one);
        one.decide(now, versioning(bucket, Versioning.ENABLED));
        ahead.decide(now, versioning(bucket, Versioning.SUSPENDED));
        one.take(now, ahead);
        ahead.take(now, one);
        for (SimNode node : List.of(one, ahead)) {
            Path file = directory.resolve(node + ".db");
            try (SqlView sql = SqlView.open(file);
                    SqlTables tables = new SqlTables(file)) {
                tell(sql, node);
                assertThat(tables.rows("SELECT versioning FROM buckets"))
                        .containsExactly("suspended");
            }
        }
    }

    private static Event versioning(BucketId bucket, Versioning versioning) {
        return new Event.BucketSettingsChanged(
                bucket, BucketSettings.DEFAULT.withVersioning(versioning));
    }

    private static void tell(SqlView sql, SimNode node) {
        sql.apply(node.journal.stream().map(SqlConvergenceSimulation::recorded).toList());
    }

    private void compare(ConvergenceSimulation.Run run, String what) throws SQLException {
        List<String> first = List.of();
        for (SimNode node : run.nodes) {
            Path file = directory.resolve(what).resolve(node + ".db");
            try (SqlView sql = SqlView.open(file);
                    SqlTables tables = new SqlTables(file)) {
                tell(sql, node);
                for (BucketId bucket : run.buckets) {
                    String where = what + ", node " + node;
                    assertThat(unplaced(tables.versions(bucket)))
                            .as(where)
                            .isEqualTo(unplaced(SqlTables.versions(node.view(), bucket)));
                    assertThat(tables.usage(bucket))
                            .as(where)
                            .isEqualTo(SqlTables.usage(node.view(), bucket));
                }
                List<String> all = tables.shared();
                assertThat(all).as(what).isEqualTo(first.isEmpty() ? all : first);
                first = all;
            }
        }
    }

    /// Without positions, which each node has of its own.
    private static List<String> unplaced(List<String> versions) {
        return versions.stream().map(row -> row.replaceFirst("\\|\\d+\\|", "|")).toList();
    }

    private static Recorded recorded(Told told) {
        Recorded by = told.by();
        return by == null
                ? told.recorded()
                : new Recorded(by.envelope(), frame(told.recorded()).imported());
    }

    private static Frame frame(Recorded recorded) {
        Envelope envelope = recorded.envelope();
        return new Frame(
                envelope.origin(),
                new ArrayList<>(List.of(record(envelope, recorded.event()))),
                Hash256.ZERO,
                1,
                Bytes.EMPTY);
    }

    private static RecordView record(Envelope of, Event event) {
        EventType type = EventType.of(event);
        Envelope envelope =
                new Envelope(
                        of.formatVersion(),
                        of.cluster(),
                        of.origin(),
                        of.epoch(),
                        of.position(),
                        of.time(),
                        of.wall(),
                        of.durableBefore(),
                        of.provenance(),
                        type.number(),
                        type.version(),
                        of.commitment(),
                        of.extensions());
        ByteWriter payload = new ByteWriter();
        EventEncoder.write(payload, event);
        byte[] header = RecordEncoder.header(envelope);
        return RecordView.at(RecordEncoder.record(header, new byte[16], payload.toArray()), 0);
    }
}
