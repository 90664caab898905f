package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.fetch.FetchSettings;
import dev.varve.server.store.Upkeep;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /// A default that changes must change here too.
    private static final String DEFAULTS =
            """
            data = ./varve-data
            listen = 127.0.0.1:9000
            region = us-east-1
            domains = none
            dev = false
            admin.access-key = none
            admin.secret-key = none
            tls.certificate-file = none
            tls.key-file = none
            access-log.format = text
            access-log.target = stdout
            metrics.token = none
            http.max-connections = 10000
            http.max-requests = 1024
            http.max-header-bytes = 32KiB
            http.max-body-bytes = 5248MiB
            http.address-rate = none
            http.key-rate = none
            http.unlimited = none
            http.failed-logins = 60
            http.header-timeout = 20s
            http.idle-timeout = 1m
            http.min-body-rate = 1KiB
            http.drain-grace = 30s
            http.trusted-proxies = none
            api.cors-origins = none
            buckets.versioning = off
            buckets.history-window = 24h
            buckets.quota-bytes = none
            buckets.quota-objects = none
            journal.segment-bytes = 64MiB
            journal.checkpoint-every = 1000
            journal.preallocate-bytes = 4MiB
            blobs.small-bytes = 128KiB
            blobs.block-bytes = 1MiB
            blobs.pack-bytes = 256MiB
            blobs.preallocate-bytes = 4MiB
            blobs.zstd-level = 1
            blobs.compaction-share = 50%
            view.cache-bytes = 64MiB
            view.write-buffer-bytes = 64MiB
            view.flush-every = 30s
            history.max-bytes = none
            history.min-free = 10%
            history.bytes-window = none
            history.every = 30s
            uploads.expire-after = 168h
            space.reserve-bytes = 64MiB
            space.min-free-bytes = 256MiB
            limits.node-bytes = none
            limits.object-bytes = 5TiB
            limits.part-bytes = 5MiB
            limits.queue = 4096
            limits.batch = 256
            limits.access-keys = 10000
            limits.answer-within = 1m
            staging.blobs = 10000
            staging.bytes = 16GiB
            staging.keep-for = 1h
            links.max-life = 168h
            snapshots.every = 24h
            snapshots.every-events = none
            snapshots.keep = 2
            journal.audit-retention = none
            consumers.max-age = 168h
            consumers.max-bytes = none
            fetch.allow-private = false
            fetch.ports = 80, 443
            fetch.allow-hosts = none
            fetch.deny-hosts = none
            fetch.max-concurrent = 16
            fetch.max-bytes = 5GiB
            fetch.connect-timeout = 10s
            fetch.idle-timeout = 20s
            fetch.timeout = 15m
            fetch.min-rate = 1KiB
            scrub.deep-every = 720h
            scrub.light-every = 168h
            upkeep.bytes-per-second = 64MiB
            recompress.level = none
            recompress.every = 168h
            recompress.after = 168h
            recompress.share = 10%
            recompress.dictionaries = true
            feed.followers = 100
            feed.followers-per-user = 20
            feed.cursors = 100
            feed.heartbeat = 10s
            sql.enabled = false
            sql.max-time = 30s
            sql.max-rows = 100000
            sql.max-answer-bytes = 8MiB
            sql.memory-bytes = 8MiB
            sql.max-concurrent = 2
            webhooks.private-hosts = none
            webhooks.private-ranges = none
            cluster.forward-max-concurrent = 256
            cluster.forward-connect-timeout = 5s
            cluster.forward-timeout = 2m
            cluster.token = none
            cluster.bootstrap-token = none
            cluster.join = none
            cluster.replace = false
            cluster.name = none
            cluster.advertise = none
            cluster.file = none
            cluster.bandwidth = none
            cluster.max-followers = 64
            cluster.relay-after = 30s
            cluster.clock-limit = 15m
            cluster.ack = local
            cluster.ack-within = 5s
            cluster.not-owner = layout
            cluster.purge-grace = 168h
            cluster.read-wait = 5s
            jwt.secret = none
            jwt.jwks-file = none
            jwt.jwks-url = none
            jwt.issuer = none
            jwt.audience = none
            jwt.skew = 1m
            jwt.max-life = 24h
            jwt.max-bytes = 8KiB
            jwt.refresh = 30s
            jwt.role-claim = role
            jwt.roles = admin=admin, editor=editor, uploader=uploader, readonly=readonly
            jwt.buckets-claim = none
            jwt.buckets = none
            """;

    @Test
    void pinsEveryKeyAndItsDefault() {
        assertThat(Settings.all().stream().map(SettingsTest::line))
                .containsExactlyElementsOf(DEFAULTS.lines().toList());
    }

    private static String line(Setting<?> setting) {
        return setting.key() + " = " + setting.fallbackShown();
    }

    @Test
    void defaultsMakeTheStoreThatIsEmbeddedByDefault() {
        VarveConfig store = Configuration.load(Inputs.of()).server().store();
        assertThat(store).isEqualTo(VarveConfig.at(Path.of("./varve-data")));
    }

    /// So that a component added to the store's settings does not stay out of reach.
    @Test
    void everyPartOfTheStoreCanBeSet() {
        VarveConfig store = VarveConfig.at(Path.of("data"));
        List<Record> parts =
                List.of(
                        store.limits(),
                        store.limits().staging(),
                        store.journal(),
                        store.journal().snapshots(),
                        store.blobs(),
                        store.blobs().upkeep(),
                        store.blobs().upkeep().recompression(),
                        store.view(),
                        store.history(),
                        store.uploads(),
                        store.consumers());
        long components =
                parts.stream()
                        .flatMap(part -> Stream.of(part.getClass().getRecordComponents()))
                        .filter(component -> !component.getType().isRecord())
                        .count();
        assertThat(Settings.all())
                .filteredOn(setting -> !setting.equals(Settings.NEW_BYTES_WINDOW)) // of new buckets
                .filteredOn(setting ->
                        setting.key()
                                .matches(
                                        "(limits|staging|journal|blobs|scrub|upkeep|recompress|view"
                                                + "|history|uploads|consumers|snapshots)\\..*"
                                                + "|cluster\\.purge-grace"))
                .hasSize((int) components);
    }

    @Test
    void settingsReachTheStore() {
        VarveConfig store =
                Configuration.load(
                                Inputs.of(
                                        flag("data", "elsewhere"),
                                        flag("limits.node-bytes", "1GiB"),
                                        flag("journal.segment-bytes", "2MiB"),
                                        flag("journal.audit-retention", "2160h"),
                                        flag("blobs.compaction-share", "0.25"),
                                        flag("view.flush-every", "5s"),
                                        flag("history.max-bytes", "3GiB"),
                                        flag("uploads.expire-after", "90m"),
                                        flag("space.reserve-bytes", "0"),
                                        flag("space.min-free-bytes", "1MiB")))
                        .server()
                        .store();
        assertThat(store.data()).isEqualTo(Path.of("elsewhere"));
        assertThat(store.limits().nodeBytes()).isEqualTo(1L << 30);
        assertThat(store.journal().segmentBytes()).isEqualTo(2L << 20);
        assertThat(store.journal().snapshots().auditRetention()).contains(Duration.ofDays(90));
        assertThat(store.blobs().compactionShare()).isEqualTo(0.25);
        assertThat(store.view().flushEvery()).hasSeconds(5);
        assertThat(store.history().maxBytes()).isEqualTo(3L << 30);
        assertThat(store.uploads().expireAfter()).hasMinutes(90);
        assertThat(store.reserveBytes()).isZero();
        assertThat(store.minFreeBytes()).isEqualTo(1L << 20);
    }

    @Test
    void settingsReachUpkeep() {
        VarveConfig store =
                Configuration.load(
                                Inputs.of(
                                        flag("scrub.deep-every", "2h"),
                                        flag("scrub.light-every", "0s"),
                                        flag("upkeep.bytes-per-second", "3MiB"),
                                        flag("recompress.level", "19"),
                                        flag("recompress.every", "3h"),
                                        flag("recompress.after", "4h"),
                                        flag("recompress.share", "25%"),
                                        flag("recompress.dictionaries", "false")))
                        .server()
                        .store();
        assertThat(store.blobs().upkeep())
                .isEqualTo(
                        new Upkeep(
                                Duration.ofHours(2),
                                Duration.ZERO,
                                3L << 20,
                                new Upkeep.Recompression(
                                        19,
                                        Duration.ofHours(3),
                                        Duration.ofHours(4),
                                        0.25,
                                        false)));
    }

    @Test
    void settingsReachLinksAndFetches() {
        ServerConfig config =
                Configuration.load(
                                Inputs.of(
                                        flag("links.max-life", "2h"),
                                        flag("fetch.allow-private", "true"),
                                        flag("fetch.ports", "8080, 80"),
                                        flag("fetch.allow-hosts", "a.example, .b.example"),
                                        flag("fetch.deny-hosts", "c.b.example"),
                                        flag("fetch.max-concurrent", "2"),
                                        flag("fetch.max-bytes", "3MiB"),
                                        flag("fetch.connect-timeout", "4s"),
                                        flag("fetch.idle-timeout", "5s"),
                                        flag("fetch.timeout", "6m"),
                                        flag("fetch.min-rate", "7KiB")))
                        .server();
        assertThat(config.linkLife()).hasHours(2);
        assertThat(config.fetch())
                .isEqualTo(
                        new FetchSettings(
                                true,
                                Set.of(80, 8080),
                                List.of("a.example", ".b.example"),
                                List.of("c.b.example"),
                                2,
                                3L << 20,
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(6),
                                7L << 10));
    }

    private static Inputs.Flag flag(String key, String text) {
        return new Inputs.Flag("--set", key, text);
    }

    @Test
    void namesAreUnique() {
        assertThat(Settings.all()).extracting(Setting::key).doesNotHaveDuplicates();
        Stream<String> variables =
                Settings.all().stream()
                        .flatMap(each ->
                                Stream.of(each.variables(), each.fileVariables())
                                        .flatMap(List::stream));
        assertThat(Stream.concat(variables, EnvironmentReader.OTHERS.keySet().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void keysAndVariablesHaveOneForm() {
        assertThat(Settings.all())
                .allSatisfy(setting -> {
                    assertThat(setting.key()).matches("[a-z-]+(\\.[a-z-]+)?");
                    assertThat(setting.variable()).matches("VARVE_[A-Z_]+");
                    assertThat(setting.description()).isNotBlank().doesNotEndWith(".");
                });
        assertThat(Settings.MAX_CONNECTIONS.variable()).isEqualTo("VARVE_HTTP_MAX_CONNECTIONS");
    }

    @Test
    void everyDefaultCanBeWrittenDown() {
        assertThat(Settings.all()).allMatch(SettingsTest::isReadBack);
    }

    private static <T> boolean isReadBack(Setting<T> setting) {
        return setting.type().read(setting.fallbackShown()).equals(setting.fallback());
    }

    @Test
    void fieldsOfUsersAreThoseOfTheFile() {
        assertThat(UserField.keys())
                .containsExactly(
                        "access_key",
                        "secret_key",
                        "secret_key_file",
                        "id",
                        "display_name",
                        "email",
                        "scope",
                        "admin");
        assertThat(Arrays.stream(UserField.values()).map(UserField::description))
                .noneMatch(String::isBlank);
    }
}
