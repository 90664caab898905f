package dev.varve.server.config;

import dev.varve.server.config.ClusterSettings.Times;
import dev.varve.server.config.ClusterSettings.Traffic;
import dev.varve.server.store.Ack;
import java.util.Optional;

/// Puts the settings of clusters together, and refuses those that do not go together.
final class ClusterAssembly {
    private final Effective effective;
    private final Problems problems;

    ClusterAssembly(Effective effective, Problems problems) {
        this.effective = effective;
        this.problems = problems;
    }

    ClusterSettings settings() {
        ClusterSettings settings =
                new ClusterSettings(
                        effective.get(ClusterTable.TOKEN),
                        effective.get(ClusterTable.BOOTSTRAP),
                        effective.get(ClusterTable.JOIN),
                        effective.get(ClusterTable.REPLACE),
                        effective.get(ClusterTable.NAME),
                        effective.get(ClusterTable.ADVERTISE),
                        effective.get(ClusterTable.FILE),
                        new Traffic(
                                effective
                                        .get(ClusterTable.BANDWIDTH)
                                        .map(DataSize::bytes)
                                        .orElse(0L),
                                effective.get(ClusterTable.FOLLOWERS)),
                        new Ack(
                                effective.get(ClusterTable.ACK),
                                effective.get(ClusterTable.ACK_WITHIN)),
                        effective.get(ClusterTable.NOT_OWNER),
                        new Times(
                                effective.get(ClusterTable.RELAY_AFTER),
                                effective.get(ClusterTable.CLOCK_LIMIT),
                                effective.get(ClusterTable.PURGE_GRACE),
                                effective.get(ClusterTable.READ_WAIT)));
        check(settings);
        return settings;
    }

    private void check(ClusterSettings settings) {
        if (settings.join().isPresent()) {
            require(settings.advertise(), "cluster.advertise");
            if (settings.file().isPresent()) {
                problem(ClusterTable.JOIN, "and cluster.file exclude each other");
            }
        }
        if (settings.replace() && (settings.join().isEmpty() || settings.name().isEmpty())) {
            problem(ClusterTable.REPLACE, "needs cluster.join and cluster.name");
        }
        if (settings.token().isPresent() && settings.token().equals(settings.bootstrapToken())) {
            problem(ClusterTable.BOOTSTRAP, "must differ from cluster.token");
        }
    }

    private void require(Optional<?> value, String key) {
        if (value.isEmpty()) {
            problem(ClusterTable.JOIN, "needs " + key);
        }
    }

    private void problem(Setting<?> setting, String what) {
        problems.add(effective.source(setting), setting.key() + " " + what);
    }
}
