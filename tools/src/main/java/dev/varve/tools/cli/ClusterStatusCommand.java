package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `varve cluster status`: who belongs together and how they get on, once or until all are level.
@Command(
        name = "status",
        description = "Tell who belongs to the cluster and how far each member is.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ClusterStatusCommand implements Callable<Integer> {
    private static final long EVERY_MILLIS = 1000;

    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Option(
            names = "--watch",
            description =
                    "Stay until every member is reached and none lacks anything, with a progress"
                            + " bar for each way where somebody watches.")
    private boolean watch;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "With --watch: give up after so long, such as 90s.")
    private Duration within;

    @Override
    public Integer call() throws InterruptedException {
        try (ApiClient client = server.connect()) {
            JsonNode cluster = status(client);
            if (watch && !isLevel(cluster)) {
                cluster = untilLevel(client, cluster);
            }
            ClusterTable.show(output, cluster);
            return ExitCodes.SOUND;
        }
    }

    private static JsonNode status(ApiClient client) {
        return client.call(ApiRequest.get(ClusterCommand.CLUSTER)).json();
    }

    private JsonNode untilLevel(ApiClient client, JsonNode first) throws InterruptedException {
        Map<String, Terminal> bars = new HashMap<>();
        try {
            JsonNode cluster = first;
            long begun = System.nanoTime();
            while (!isLevel(cluster)) {
                requireTime(begun, cluster);
                cluster.path("peers").forEach(peer -> show(bars, peer));
                if (output.isJson()) {
                    output.line(cluster, "");
                    output.flush();
                }
                Thread.sleep(EVERY_MILLIS);
                cluster = status(client);
            }
            cluster.path("peers").forEach(peer -> show(bars, peer));
            return cluster;
        } finally {
            bars.values().forEach(Terminal::close);
        }
    }

    private void requireTime(long begun, JsonNode cluster) {
        if (within != null && System.nanoTime() - begun > within.toNanos()) {
            ClusterTable.show(output, cluster);
            throw new CommandFailed(
                    ExitCodes.FAILED, "not level after " + within.toSeconds() + "s");
        }
    }

    private static void show(Map<String, Terminal> bars, JsonNode peer) {
        String way = peer.path("direction").asText() + " " + peer.path("name").asText();
        long position = peer.path("position").asLong();
        long end = position + peer.path("lag_events").asLong();
        bars.computeIfAbsent(way, name -> Terminal.bar(name, end)).at(position, end, note(peer));
    }

    private static String note(JsonNode peer) {
        long bytes = peer.path("lag_bytes").asLong();
        String state = peer.path("state").asText();
        return bytes == 0 ? state : state + ", " + bytes + " bytes to fetch";
    }

    /// Of one that is not reached nobody knows what it has.
    private static boolean isLevel(JsonNode cluster) {
        for (JsonNode peer : cluster.path("peers")) {
            if (!peer.path("state").asText().equals("level")
                    || peer.path("lag_bytes").asLong() > 0) {
                return false;
            }
        }
        return true;
    }
}
