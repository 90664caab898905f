package dev.varve.server.config;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.server.auth.User;
import dev.varve.server.consumers.Retention;
import dev.varve.server.feed.FeedSettings;
import dev.varve.server.fetch.FetchSettings;
import dev.varve.server.fetch.PostSettings;
import dev.varve.server.forward.ForwardSettings;
import dev.varve.server.sql.SqlSettings;
import dev.varve.server.store.Limits;
import dev.varve.server.store.Limits.Staging;
import dev.varve.server.store.SnapshotSettings;
import dev.varve.server.store.Upkeep;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.store.VarveConfig.BlobSettings;
import dev.varve.server.store.VarveConfig.HistorySettings;
import dev.varve.server.store.VarveConfig.JournalSettings;
import dev.varve.server.store.VarveConfig.UploadSettings;
import dev.varve.server.store.VarveConfig.ViewSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts settings where the code wants them, and refuses those that do not go together.
final class Assembly {
    private final Effective effective;
    private final Problems problems;

    Assembly(Effective effective, Problems problems) {
        this.effective = effective;
        this.problems = problems;
    }

    ServerConfig server(
            List<User> users, List<ListenerTable> tables, List<Configuration.Entry> entries) {
        Optional<TlsSettings> tls = tls();
        return new ServerConfig(
                store(),
                get(Settings.LISTEN),
                tls,
                get(Settings.REGION),
                get(Settings.DOMAINS),
                users,
                http(),
                new AccessLog(get(Settings.ACCESS_LOG_FORMAT), get(Settings.ACCESS_LOG_TARGET)),
                get(Settings.METRICS_TOKEN),
                new TokenReader(effective, problems).read(),
                listeners(tables, tls),
                entries,
                get(Settings.LINK_LIFE),
                fetch(),
                feed(),
                sql(),
                webhooks(),
                forward(),
                new ClusterAssembly(effective, problems).settings());
    }

    private SqlSettings sql() {
        return new SqlSettings(
                get(SqlTable.ENABLED),
                get(SqlTable.TIME),
                get(SqlTable.ROWS),
                bytes(SqlTable.BYTES),
                bytes(SqlTable.MEMORY),
                get(SqlTable.AT_ONCE));
    }

    private PostSettings webhooks() {
        return new PostSettings(get(WebhookTable.HOSTS), get(WebhookTable.RANGES));
    }

    private ForwardSettings forward() {
        return new ForwardSettings(
                get(ForwardTable.AT_ONCE), get(ForwardTable.CONNECT), get(ForwardTable.ANSWER));
    }

    private FeedSettings feed() {
        return new FeedSettings(
                get(FeedTable.FOLLOWERS),
                get(FeedTable.PER_USER),
                get(FeedTable.CURSORS),
                get(FeedTable.HEARTBEAT));
    }

    private FetchSettings fetch() {
        return new FetchSettings(
                get(FetchTable.PRIVATE),
                Set.copyOf(get(FetchTable.PORTS)),
                get(FetchTable.ALLOW),
                get(FetchTable.DENY),
                get(FetchTable.AT_ONCE),
                bytes(FetchTable.BYTES),
                get(FetchTable.CONNECT),
                get(FetchTable.IDLE),
                get(FetchTable.TOTAL),
                bytes(FetchTable.RATE));
    }

    /// Those of the tables; `listen` too where somebody set it, or there are no tables.
    private List<ListenerSettings> listeners(
            List<ListenerTable> tables, Optional<TlsSettings> tls) {
        List<ListenerSettings> all = new ArrayList<>();
        if (tables.isEmpty() || !effective.source(Settings.LISTEN).equals(Source.DEFAULT)) {
            all.add(ListenerSettings.open(get(Settings.LISTEN), tls));
        }
        tables.forEach(table -> table.listener(tls).ifPresent(all::add));
        if (tables.size() > ListenerField.MOST) {
            problems.add(
                    tables.getLast().source(),
                    "there can be no more than " + ListenerField.MOST + " listeners");
        }
        return all;
    }

    private <T> T get(Setting<T> setting) {
        return effective.get(setting);
    }

    private long bytes(Setting<DataSize> setting) {
        return get(setting).bytes();
    }

    private long bytesOrNone(Setting<Optional<DataSize>> setting) {
        return get(setting).map(DataSize::bytes).orElse(-1L);
    }

    private Optional<TlsSettings> tls() {
        Optional<Path> certificate = get(Settings.TLS_CERTIFICATE);
        Optional<Path> key = get(Settings.TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            Setting<?> there =
                    certificate.isPresent() ? Settings.TLS_CERTIFICATE : Settings.TLS_KEY;
            problems.add(
                    effective.source(there),
                    "tls.certificate-file and tls.key-file belong together; one is missing");
        }
        return certificate.flatMap(chain -> key.map(secret -> new TlsSettings(chain, secret)));
    }

    private HttpSettings http() {
        return new HttpSettings(
                get(Settings.MAX_CONNECTIONS),
                get(Settings.MAX_REQUESTS),
                get(Settings.MAX_HEADER),
                get(Settings.MAX_BODY),
                get(Settings.ADDRESS_RATE),
                get(Settings.KEY_RATE),
                get(Settings.UNLIMITED),
                get(Settings.FAILED_LOGINS),
                get(Settings.HEADER_TIMEOUT),
                get(Settings.IDLE_TIMEOUT),
                get(Settings.MIN_BODY_RATE),
                get(Settings.DRAIN_GRACE),
                get(Settings.TRUSTED_PROXIES),
                get(Settings.CORS_ORIGINS));
    }

    private VarveConfig store() {
        return VarveConfig.at(get(Settings.DATA))
                .limits(
                        new Limits(
                                bytesOrNone(Settings.NODE_BYTES),
                                bytes(Settings.OBJECT_BYTES),
                                bytes(Settings.PART_BYTES),
                                get(Settings.QUEUE),
                                get(Settings.BATCH),
                                get(Settings.ACCESS_KEYS),
                                get(Settings.ANSWER_WITHIN),
                                new Staging(
                                        get(Settings.STAGED),
                                        bytes(Settings.STAGED_BYTES),
                                        get(Settings.STAGED_FOR))))
                .journal(
                        new JournalSettings(
                                bytes(Settings.SEGMENT),
                                get(Settings.CHECKPOINT_EVERY),
                                bytes(Settings.JOURNAL_AHEAD),
                                snapshots()))
                .blobs(blobs())
                .view(
                        new ViewSettings(
                                bytes(Settings.CACHE),
                                bytes(Settings.WRITE_BUFFER),
                                get(Settings.FLUSH_EVERY)))
                .history(
                        new HistorySettings(
                                bytesOrNone(Settings.HISTORY_MAX),
                                get(Settings.HISTORY_MIN_FREE),
                                get(Settings.HISTORY_EVERY)))
                .newBuckets(newBuckets())
                .uploads(new UploadSettings(get(Settings.UPLOADS_EXPIRE)))
                .consumers(consumers())
                .space(bytes(Settings.RESERVE), bytes(Settings.MIN_FREE));
    }

    private SnapshotSettings snapshots() {
        return new SnapshotSettings(
                get(SnapshotTable.EVERY).orElse(Duration.ZERO),
                get(SnapshotTable.EVERY_EVENTS).orElse(0),
                get(SnapshotTable.KEEP),
                get(SnapshotTable.AUDIT_RETENTION),
                get(ClusterTable.PURGE_GRACE));
    }

    private Retention consumers() {
        return new Retention(
                get(ConsumerTable.AGE).orElse(Duration.ZERO),
                get(ConsumerTable.BYTES).map(DataSize::bytes).orElse(0L));
    }

    private BucketSettings newBuckets() {
        Optional<Duration> bytesWindow = get(Settings.NEW_BYTES_WINDOW);
        if (bytesWindow.isPresent() && bytesWindow.get().compareTo(get(Settings.NEW_WINDOW)) > 0) {
            problems.add(
                    effective.source(Settings.NEW_BYTES_WINDOW),
                    "history.bytes-window must be at most buckets.history-window, which is "
                            + get(Settings.NEW_WINDOW));
        }
        long objects = get(Settings.NEW_QUOTA_OBJECTS).map(Integer::longValue).orElse(-1L);
        return BucketSettings.DEFAULT
                .withVersioning(get(Settings.NEW_VERSIONING))
                .withHistoryWindow(get(Settings.NEW_WINDOW))
                .withBytesWindow(bytesWindow.orElse(null))
                .withQuota(new Quota(bytesOrNone(Settings.NEW_QUOTA_BYTES), objects));
    }

    private BlobSettings blobs() {
        if (bytes(Settings.SMALL) > bytes(Settings.BLOCK)) {
            problems.add(
                    effective.source(Settings.SMALL),
                    "blobs.small-bytes must be at most blobs.block-bytes, which is "
                            + get(Settings.BLOCK));
        }
        if (Long.bitCount(bytes(Settings.BLOCK)) != 1) {
            problems.add(
                    effective.source(Settings.BLOCK), "blobs.block-bytes must be a power of two");
        }
        return new BlobSettings(
                Math.toIntExact(bytes(Settings.SMALL)),
                Math.toIntExact(bytes(Settings.BLOCK)),
                bytes(Settings.PACK),
                Math.toIntExact(bytes(Settings.PACK_AHEAD)),
                get(Settings.ZSTD_LEVEL),
                get(Settings.COMPACTION),
                new Upkeep(
                        get(UpkeepTable.DEEP_EVERY),
                        get(UpkeepTable.LIGHT_EVERY),
                        bytes(UpkeepTable.RATE),
                        new Upkeep.Recompression(
                                get(UpkeepTable.LEVEL).orElse(0),
                                get(UpkeepTable.RECOMPRESS_EVERY),
                                get(UpkeepTable.AFTER),
                                get(UpkeepTable.SHARE),
                                get(UpkeepTable.DICTIONARIES))));
    }
}
