package dev.varve.server.config;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.AddressRange;
import dev.varve.server.store.Links;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The table of all settings; keys, types, defaults and what they mean are said here and nowhere
/// else, but for those of tokens, which are in [TokenSettings]. `docs/configuration.md` is made from it.
/// Users are in [UserField].
final class Settings {
    private static final List<Setting<?>> ALL = new ArrayList<>();
    private static final VarveConfig STORE = VarveConfig.at(Path.of("./varve-data"));

    private static final DataSize EMPTY = new DataSize(0);
    private static final DataSize KIB = new DataSize(1L << 10);
    private static final DataSize MIB = new DataSize(1L << 20);
    private static final DataSize GIB = new DataSize(1L << 30);
    private static final DataSize MOST = new DataSize(1L << 60);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    static final Setting<Path> DATA =
            add("data", Type.PATH, STORE.data(), "data directory; made when missing");

    static final Setting<ListenAddress> LISTEN =
            add(
                    "listen",
                    Type.ADDRESS,
                    new ListenAddress("127.0.0.1", 9000),
                    "address of S3, health and metrics; this machine only, unless told otherwise");

    static final Setting<String> REGION =
            add(
                    "region",
                    Type.text("a region, such as us-east-1", "[A-Za-z0-9-]{1,64}"),
                    "us-east-1",
                    "the one region that signatures must name");

    static final Setting<List<String>> DOMAINS =
            add(
                    "domains",
                    Type.text(
                                    "host names, such as s3.example.com",
                                    "[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
                            .list(),
                    List.of(),
                    "base domains for virtual-hosted buckets: BUCKET.DOMAIN");

    static final Setting<Boolean> DEV =
            add("dev", Type.FLAG, false, "accept weak and well-known secrets; for tests only");

    static final Setting<Optional<String>> ADMIN_ACCESS_KEY =
            add(
                    "admin.access-key",
                    UserField.ACCESS_KEY_TYPE.orNone(),
                    Optional.empty(),
                    "access key of the user `admin`, who may do everything",
                    "AWS_ACCESS_KEY_ID");

    static final Setting<Optional<Secret>> ADMIN_SECRET_KEY =
            addSecret(
                    "admin.secret-key",
                    Type.SECRET.orNone(),
                    Optional.empty(),
                    "its secret key; set both or neither",
                    "AWS_SECRET_ACCESS_KEY");

    static final Setting<Optional<Path>> TLS_CERTIFICATE =
            add(
                    "tls.certificate-file",
                    Type.PATH.orNone(),
                    Optional.empty(),
                    "PEM file with the certificate and its chain; turns HTTPS on, read anew on change");

    static final Setting<Optional<Path>> TLS_KEY =
            add(
                    "tls.key-file",
                    Type.PATH.orNone(),
                    Optional.empty(),
                    "PEM file with its private key; set both or neither");

    static final Setting<AccessLog.Format> ACCESS_LOG_FORMAT =
            add(
                    "access-log.format",
                    Type.oneOf(AccessLog.Format.class),
                    AccessLog.Format.TEXT,
                    "how a request is logged");

    static final Setting<AccessLog.Target> ACCESS_LOG_TARGET =
            add(
                    "access-log.target",
                    AccessLog.TARGET_TYPE,
                    AccessLog.Target.STDOUT,
                    "where to; a file is appended to");

    static final Setting<Optional<Secret>> METRICS_TOKEN =
            addSecret(
                    "metrics.token",
                    Type.SECRET.orNone(),
                    Optional.empty(),
                    "bearer token that `/metrics` asks for; without one it is open");

    static final Setting<Integer> MAX_CONNECTIONS =
            add(
                    "http.max-connections",
                    Type.count(1, 1_000_000),
                    10_000,
                    "open connections; beyond it the one that is idle longest is closed, or the new one");

    static final Setting<Integer> MAX_REQUESTS =
            add(
                    "http.max-requests",
                    Type.count(1, 1_000_000),
                    1024,
                    "requests served at a time, fewer where half the JVM's heap does not hold 3 MiB for"
                            + " each; one more waits a little, then is told to slow down");

    static final Setting<DataSize> MAX_HEADER =
            add(
                    "http.max-header-bytes",
                    Type.size(KIB, MIB),
                    new DataSize(32 << 10),
                    "all headers of one request");

    static final Setting<DataSize> MAX_BODY =
            add(
                    "http.max-body-bytes",
                    Type.size(KIB, MOST),
                    new DataSize((5L << 30) + (128L << 20)),
                    "body of one request as sent: 5GiB, which is all that S3 allows, and framing");

    static final Setting<Optional<Integer>> ADDRESS_RATE =
            add(
                    "http.address-rate",
                    Type.count(1, 1_000_000).orNone(),
                    Optional.empty(),
                    "requests a second from one client address");

    static final Setting<Optional<Integer>> KEY_RATE =
            add(
                    "http.key-rate",
                    Type.count(1, 1_000_000).orNone(),
                    Optional.empty(),
                    "requests a second with one access key");

    static final Setting<List<String>> UNLIMITED =
            add(
                    "http.unlimited",
                    HttpTypes.CALLER.list(),
                    List.of(),
                    "whom `http.key-rate` does not limit: ids of users, or `role:` and a role");

    static final Setting<Optional<Integer>> FAILED_LOGINS =
            add(
                    "http.failed-logins",
                    Type.count(1, 1_000_000).orNone(),
                    Optional.of(60),
                    "failed logins a minute from one client address, or for one access key, before"
                            + " more of them are told to slow down");

    static final Setting<Duration> HEADER_TIMEOUT =
            add(
                    "http.header-timeout",
                    Type.duration(SECOND, HOUR),
                    Duration.ofSeconds(20),
                    "from connecting, or the first byte of a request, to the end of its headers");

    static final Setting<Duration> IDLE_TIMEOUT =
            add(
                    "http.idle-timeout",
                    Type.duration(SECOND, HOUR),
                    Duration.ofMinutes(1),
                    "between two requests on one connection");

    static final Setting<DataSize> MIN_BODY_RATE =
            add(
                    "http.min-body-rate",
                    Type.size(EMPTY, GIB),
                    KIB,
                    "bytes a second; a body that comes slower for a while is given up; 0 for any");

    static final Setting<Duration> DRAIN_GRACE =
            add(
                    "http.drain-grace",
                    Type.duration(Duration.ZERO, HOUR),
                    Duration.ofSeconds(30),
                    "how long requests may finish when the server stops");

    static final Setting<List<AddressRange>> TRUSTED_PROXIES =
            add(
                    "http.trusted-proxies",
                    HttpTypes.RANGE.list(),
                    List.of(),
                    "addresses of proxies whose word on a client's address and scheme is taken");

    static final Setting<List<String>> CORS_ORIGINS =
            add(
                    "api.cors-origins",
                    HttpTypes.ORIGIN.list(),
                    List.of(),
                    "pages that may use `/v1` from a browser; buckets have rules of their own");

    static final Setting<Versioning> NEW_VERSIONING =
            add("buckets.versioning", BucketTypes.VERSIONING, Versioning.OFF, "off or enabled");

    static final Setting<Duration> NEW_WINDOW =
            add(
                    "buckets.history-window",
                    Type.duration(Duration.ZERO, BucketTypes.LONGEST_WINDOW),
                    BucketSettings.DEFAULT_HISTORY_WINDOW,
                    "how long superseded and deleted versions stay readable; 0s for no history");

    static final Setting<Optional<DataSize>> NEW_QUOTA_BYTES =
            add(
                    "buckets.quota-bytes",
                    Type.size(EMPTY, MOST).orNone(),
                    Optional.empty(),
                    "bytes that clients may keep in a bucket, open uploads included");

    static final Setting<Optional<Integer>> NEW_QUOTA_OBJECTS =
            add(
                    "buckets.quota-objects",
                    Type.count(0, Integer.MAX_VALUE).orNone(),
                    Optional.empty(),
                    "versions of objects that clients may keep in a bucket");

    static final Setting<DataSize> SEGMENT =
            add(
                    "journal.segment-bytes",
                    Type.size(MIB, GIB),
                    new DataSize(STORE.journal().segmentBytes()),
                    "a journal segment of this size is sealed");

    static final Setting<Integer> CHECKPOINT_EVERY =
            add(
                    "journal.checkpoint-every",
                    Type.count(1, 1_000_000),
                    STORE.journal().checkpointEvery(),
                    "most events without a signed checkpoint");

    static final Setting<DataSize> JOURNAL_AHEAD =
            add(
                    "journal.preallocate-bytes",
                    Type.size(EMPTY, GIB),
                    new DataSize(STORE.journal().preallocateBytes()),
                    "space held ahead of the last event");

    static final Setting<DataSize> SMALL =
            add(
                    "blobs.small-bytes",
                    Type.size(EMPTY, new DataSize(16L << 20)),
                    new DataSize(STORE.blobs().smallBytes()),
                    "blobs up to this size go into packs; at most `blobs.block-bytes`");

    static final Setting<DataSize> BLOCK =
            add(
                    "blobs.block-bytes",
                    Type.size(new DataSize(4 << 10), new DataSize(16L << 20)),
                    new DataSize(STORE.blobs().blockBytes()),
                    "what is compressed and checked as one; a power of two");

    static final Setting<DataSize> PACK =
            add(
                    "blobs.pack-bytes",
                    Type.size(MIB, GIB),
                    new DataSize(STORE.blobs().packBytes()),
                    "a pack of this size is sealed");

    static final Setting<DataSize> PACK_AHEAD =
            add(
                    "blobs.preallocate-bytes",
                    Type.size(EMPTY, GIB),
                    new DataSize(STORE.blobs().preallocateBytes()),
                    "space held ahead of the end of the open pack");

    static final Setting<Integer> ZSTD_LEVEL =
            add(
                    "blobs.zstd-level",
                    Type.count(1, 19),
                    STORE.blobs().zstdLevel(),
                    "compression; blocks that do not shrink stay raw");

    static final Setting<Double> COMPACTION =
            add(
                    "blobs.compaction-share",
                    Type.share(0.01, 1),
                    STORE.blobs().compactionShare(),
                    "a sealed pack is compacted when this share of it is dead");

    static final Setting<DataSize> CACHE =
            add(
                    "view.cache-bytes",
                    Type.size(MIB, MOST),
                    new DataSize(STORE.view().cacheBytes()),
                    "memory for rows read from disk");

    static final Setting<DataSize> WRITE_BUFFER =
            add(
                    "view.write-buffer-bytes",
                    Type.size(MIB, MOST),
                    new DataSize(STORE.view().writeBufferBytes()),
                    "memory for rows not yet in files");

    static final Setting<Duration> FLUSH_EVERY =
            add(
                    "view.flush-every",
                    Type.duration(SECOND, HOUR),
                    STORE.view().flushEvery(),
                    "how often the view is flushed, which bounds what a restart replays");

    static final Setting<Optional<DataSize>> HISTORY_MAX =
            add(
                    "history.max-bytes",
                    Type.size(EMPTY, MOST).orNone(),
                    size(STORE.history().maxBytes()),
                    "superseded and deleted versions beyond this are purged, oldest first");

    static final Setting<Double> HISTORY_MIN_FREE =
            add(
                    "history.min-free",
                    Type.share(0, 0.99),
                    STORE.history().minFree(),
                    "with a smaller share of the volume free, history is purged early; 0% for never");

    static final Setting<Optional<Duration>> NEW_BYTES_WINDOW =
            add(
                    "history.bytes-window",
                    Type.duration(Duration.ZERO, BucketTypes.LONGEST_WINDOW).orNone(),
                    Optional.empty(),
                    "in new buckets, bytes of what is superseded or deleted go after this, and what is"
                            + " known of them after the history window; none keeps both as long");

    static final Setting<Duration> HISTORY_EVERY =
            add(
                    "history.every",
                    Type.duration(SECOND, HOUR),
                    STORE.history().every(),
                    "how often windows are ended and space is reclaimed");

    static final Setting<Duration> UPLOADS_EXPIRE =
            add(
                    "uploads.expire-after",
                    Type.duration(SECOND, Duration.ofDays(3650)),
                    STORE.uploads().expireAfter(),
                    "an upload of which nothing came for so long is given up, parts and all");

    static final Setting<DataSize> RESERVE =
            add(
                    "space.reserve-bytes",
                    Type.size(EMPTY, MOST),
                    new DataSize(STORE.reserveBytes()),
                    "size of the file that is given up when the volume is full; 0 for none");

    static final Setting<DataSize> MIN_FREE =
            add(
                    "space.min-free-bytes",
                    Type.size(EMPTY, MOST),
                    new DataSize(STORE.minFreeBytes()),
                    "with less free space only deletes and purges are taken");

    static final Setting<Optional<DataSize>> NODE_BYTES =
            add(
                    "limits.node-bytes",
                    Type.size(EMPTY, MOST).orNone(),
                    size(STORE.limits().nodeBytes()),
                    "logical bytes over all buckets, history and open uploads included");

    static final Setting<DataSize> OBJECT_BYTES =
            add(
                    "limits.object-bytes",
                    Type.size(EMPTY, MOST),
                    new DataSize(STORE.limits().objectBytes()),
                    "largest object");

    static final Setting<DataSize> PART_BYTES =
            add(
                    "limits.part-bytes",
                    Type.size(EMPTY, GIB),
                    new DataSize(STORE.limits().partBytes()),
                    "smallest part of a multipart upload, except the last");

    static final Setting<Integer> QUEUE =
            add(
                    "limits.queue",
                    Type.count(1, 1_000_000),
                    STORE.limits().queue(),
                    "commands that may wait for the writer; one more is told to slow down");

    static final Setting<Integer> BATCH =
            add(
                    "limits.batch",
                    Type.count(1, 100_000),
                    STORE.limits().batch(),
                    "commands decided and synced together");

    static final Setting<Integer> ACCESS_KEYS =
            add(
                    "limits.access-keys",
                    Type.count(0, 100_000),
                    STORE.limits().accessKeys(),
                    "access keys that users may make over `/v1/keys`, all together");

    static final Setting<Duration> ANSWER_WITHIN =
            add(
                    "limits.answer-within",
                    Type.duration(SECOND, HOUR),
                    STORE.limits().answerWithin(),
                    "how long a write waits for its answer before its outcome is unknown");

    static final Setting<Integer> STAGED =
            add(
                    "staging.blobs",
                    Type.count(1, 1_000_000),
                    STORE.limits().staging().blobs(),
                    "bodies that wait for a transaction to name them, of all users together");

    static final Setting<DataSize> STAGED_BYTES =
            add(
                    "staging.bytes",
                    Type.size(MIB, MOST),
                    new DataSize(STORE.limits().staging().bytes()),
                    "how much they may take");

    static final Setting<Duration> STAGED_FOR =
            add(
                    "staging.keep-for",
                    Type.duration(SECOND, HOUR.multipliedBy(24)),
                    STORE.limits().staging().keepFor(),
                    "how long each is kept for its transaction");

    static final Setting<Duration> LINK_LIFE =
            add(
                    "links.max-life",
                    Type.duration(SECOND, Links.LONGEST),
                    Duration.ofDays(7),
                    "how long a link that is made may be good");

    static {
        ALL.addAll(SnapshotTable.all());
        ALL.addAll(ConsumerTable.all());
        ALL.addAll(FetchTable.all());
        ALL.addAll(UpkeepTable.all());
        ALL.addAll(FeedTable.all());
        ALL.addAll(SqlTable.all());
        ALL.addAll(WebhookTable.all());
        ALL.addAll(ForwardTable.all());
        ALL.addAll(ClusterTable.all());
    }

    private Settings() {}

    static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(ALL);
        all.addAll(TokenSettings.all());
        return Collections.unmodifiableList(all);
    }

    private static <T> Setting<T> add(String key, Type<T> type, T fallback, String description) {
        return register(Setting.of(key, type, fallback, description));
    }

    private static <T> Setting<T> add(
            String key, Type<T> type, T fallback, String description, String alias) {
        return register(Setting.of(key, type, fallback, description).alsoFrom(alias));
    }

    private static <T> Setting<T> addSecret(
            String key, Type<T> type, T fallback, String description) {
        return register(Setting.of(key, type, fallback, description).asSecret());
    }

    private static <T> Setting<T> addSecret(
            String key, Type<T> type, T fallback, String description, String alias) {
        return register(Setting.of(key, type, fallback, description).asSecret().alsoFrom(alias));
    }

    private static <T> Setting<T> register(Setting<T> setting) {
        ALL.add(setting);
        return setting;
    }

    /// The store writes "no limit" as -1.
    private static Optional<DataSize> size(long bytes) {
        return bytes < 0 ? Optional.empty() : Optional.of(new DataSize(bytes));
    }
}
