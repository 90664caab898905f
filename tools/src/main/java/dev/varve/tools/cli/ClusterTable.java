package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;

/// How a cluster is, in columns: one line for each way between the server and another member.
final class ClusterTable {
    private ClusterTable() {}

    static void show(Output out, JsonNode cluster) {
        if (out.isJson()) {
            out.line(cluster, "");
            return;
        }
        out.words(
                "%s, epoch %d, node %s, cluster %s"
                        .formatted(
                                cluster.path("mode").asText(),
                                cluster.path("epoch").asLong(),
                                cluster.path("node").asText(),
                                cluster.path("cluster_id").asText()));
        for (JsonNode member : cluster.path("layout").path("members")) {
            out.words(
                    "  %-16s %s  %-9s  %s"
                            .formatted(
                                    member.path("name").asText(),
                                    member.path("node").asText(),
                                    member.path("role").asText(),
                                    member.path("urls").path(0).asText()));
        }
        if (cluster.path("peers").isEmpty()) {
            return;
        }
        out.words(
                "%-16s %-4s %-12s %12s %10s %10s %14s  %s"
                        .formatted(
                                "PEER", "WAY", "STATE", "POSITION", "LAG", "SECONDS", "BYTES", ""));
        cluster.path("peers").forEach(peer -> out.words(words(peer)));
    }

    private static String words(JsonNode peer) {
        return "%-16s %-4s %-12s %12d %10d %10.1f %14d  %s"
                .formatted(
                        peer.path("name").asText(),
                        peer.path("direction").asText(),
                        peer.path("state").asText(),
                        peer.path("position").asLong(),
                        peer.path("lag_events").asLong(),
                        peer.path("lag_seconds").asDouble(),
                        peer.path("lag_bytes").asLong(),
                        peer.path("problem").asText(""));
    }
}
