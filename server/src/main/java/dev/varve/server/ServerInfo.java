package dev.varve.server;

import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.Provenance;
import dev.varve.replication.ClusterLayout;
import dev.varve.server.api.SettingsForm;
import dev.varve.server.api.Words;
import dev.varve.server.api.admin.ConfigResource;
import dev.varve.server.api.admin.InfoResource.About;
import dev.varve.server.api.admin.InfoResource.Cluster;
import dev.varve.server.api.admin.InfoResource.Limits;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.http.Surface;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.Varve;
import dev.varve.server.surface.CorsRules;
import dev.varve.server.surface.TagRules;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a server tells of itself, from its configuration.
final class ServerInfo {
    private static final Pattern NAME = Pattern.compile("^varve ");

    private static final List<String> CAPABILITIES =
            List.of(
                    "buckets",
                    "objects",
                    "transactions",
                    "uploads",
                    "links",
                    "keys",
                    "settings",
                    "history",
                    "versioning",
                    "object-lock",
                    "quota",
                    "cors",
                    "private-dedup",
                    "stats",
                    "maintenance");

    private ServerInfo() {}

    static About of(ServerConfig config, Varve varve) {
        return new About(
                NAME.matcher(Varve.SOFTWARE).replaceFirst(""),
                config.cluster().ack().toString(),
                cluster(varve),
                config.region(),
                surfaces(config),
                CAPABILITIES,
                new Limits(
                        config.store().limits().objectBytes(),
                        config.http().maxBody().bytes(),
                        config.store().limits().partBytes(),
                        ObjectPart.MAX_NUMBER,
                        ObjectKey.MAX_BYTES,
                        TagRules.MAX_OF_OBJECT,
                        SettingsForm.MOST_TAGS,
                        CorsRules.MOST));
    }

    private static Cluster cluster(Varve varve) {
        Optional<ClusterLayout> layout =
                varve.layouts(Provenance.SYSTEM).current().map(CurrentLayout::layout);
        return new Cluster(
                layout.map(present -> Words.of(present.mode())).orElse("standalone"),
                varve.journal().cluster().toString(),
                varve.journal().origin().node().toString(),
                layout.map(ClusterLayout::epoch).orElse(0L));
    }

    private static List<String> surfaces(ServerConfig config) {
        return Arrays.stream(Surface.values())
                .filter(surface ->
                        config.listeners().stream()
                                .anyMatch(port -> port.surfaces().contains(surface)))
                .map(surface -> surface.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static List<ConfigResource.Entry> settings(ServerConfig config) {
        return config.entries().stream()
                .map(each ->
                        new ConfigResource.Entry(
                                each.key(), each.value(), each.source().toString()))
                .toList();
    }
}
