package dev.varve.projections.sql;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/// What the tables say and what the object view says, in the same words.
public final class SqlTables implements AutoCloseable {
    private static final int PAGE = 100;
    private final Connection connection;

    public SqlTables(Path file) throws SQLException {
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    public List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    public List<String> versions(BucketId bucket) throws SQLException {
        return rows(
                "SELECT key, version, position, modified, kind, null_version, is_current, size,"
                        + " etag, content_type, metadata, tags, retention_mode, retained_until,"
                        + " legal_hold, hidden, bytes_released FROM versions WHERE bucket_id = '"
                        + bucket
                        + "' ORDER BY key, version DESC");
    }

    /// All that is the same on each node, whatever came first there.
    public List<String> shared() throws SQLException {
        List<String> all = new ArrayList<>();
        all.addAll(rows("SELECT * FROM buckets ORDER BY bucket_id"));
        all.addAll(
                rows(
                        "SELECT bucket_id, key, version, modified, made_time, kind, null_version,"
                                + " is_current, size, etag, hex(content), content_type, headers,"
                                + " metadata, tags, retention_mode, retained_until, legal_hold,"
                                + " hidden, hidden_time FROM versions"
                                + " ORDER BY bucket_id, key, version"));
        all.addAll(rows("SELECT * FROM revisions ORDER BY bucket_id, key, version, until_event"));
        all.addAll(
                rows(
                        "SELECT bucket_id, objects, bytes, current_objects, current_bytes,"
                                + " history_objects, history_bytes FROM usage ORDER BY bucket_id"));
        all.addAll(
                rows(
                        "SELECT stamp, time, type, bucket_id, key, prefix, changes, node,"
                                + " incarnation FROM events"
                                + " WHERE type <> 'EventsImported' ORDER BY stamp"));
        return all;
    }

    List<String> days(BucketId bucket) throws SQLException {
        return rows(
                "SELECT day, objects, bytes, current_objects, current_bytes, history_objects,"
                        + " history_bytes, puts, deletes FROM daily WHERE bucket_id = '"
                        + bucket
                        + "' ORDER BY day");
    }

    public List<String> usage(BucketId bucket) throws SQLException {
        return rows(
                "SELECT objects, bytes, current_objects, current_bytes, history_objects,"
                        + " history_bytes FROM usage WHERE bucket_id = '"
                        + bucket
                        + "'");
    }

    public static List<String> usage(ObjectReader view, BucketId bucket) {
        return List.of(text(view.usage(bucket)));
    }

    static String text(Usage usage) {
        return usage.objects()
                + "|"
                + usage.bytes()
                + "|"
                + usage.currentObjects()
                + "|"
                + usage.currentBytes()
                + "|"
                + usage.hiddenObjects()
                + "|"
                + usage.hiddenBytes();
    }

    public static List<String> versions(ObjectReader view, BucketId bucket) {
        List<String> rows = new ArrayList<>();
        VersionMarker after = null;
        List<Version> page;
        do {
            page = view.allVersions(bucket, Bytes.EMPTY, after, PAGE);
            for (Version version : page) {
                rows.add(row(view, bucket, version));
                after = new VersionMarker(Bytes.of(version.key().utf8()), version.id());
            }
        } while (!page.isEmpty());
        return rows;
    }

    private static String row(ObjectReader view, BucketId bucket, Version version) {
        boolean current =
                version.isObject()
                        && view.current(bucket, version.key(), HybridTime.MAX)
                                .filter(each -> each.id().equals(version.id()))
                                .isPresent();
        StringJoiner row = new StringJoiner("|");
        row.add(version.key().toString())
                .add(version.id().toString())
                .add(version.position().toString())
                .add(Texts.of(version.modified()))
                .add(version.kind().name().toLowerCase(Locale.ROOT))
                .add(version.nullVersion() ? "1" : "0")
                .add(current ? "1" : "0")
                .add(Long.toString(version.size()));
        ObjectState state = version.state();
        if (state == null) {
            row.add("null|null|null|null|null|null|0");
        } else {
            Attributes attributes = state.attributes();
            Optional<Retention> retention = Optional.ofNullable(attributes.retention());
            row.add(state.etag().value())
                    .add(String.valueOf(attributes.metadata().system().get("content-type")))
                    .add(Texts.json(attributes.metadata().user()))
                    .add(Texts.json(attributes.tags()))
                    .add(
                            retention
                                    .map(each -> each.mode().name().toLowerCase(Locale.ROOT))
                                    .orElse("null"))
                    .add(retention.map(each -> Texts.of(each.until())).orElse("null"))
                    .add(attributes.legalHold() ? "1" : "0");
        }
        HybridTime hidden = version.hiddenAt();
        return row.add(hidden == null ? "null" : Texts.of(hidden))
                .add(version.bytesReleased() ? "1" : "0")
                .toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
