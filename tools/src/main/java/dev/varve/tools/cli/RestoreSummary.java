package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// What a restore does, line by line for people.
final class RestoreSummary {
    private RestoreSummary() {}

    static List<String> of(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        lines.add(count(answer.path("back"), "come back"));
        lines.add(count(answer.path("changed"), "change back"));
        lines.add(count(answer.path("gone"), "are deleted"));
        if (answer.path("released").path("objects").asLong() > 0) {
            lines.add(count(answer.path("released"), "stay as they are: their bytes are gone"));
        }
        return lines;
    }

    private static String count(JsonNode count, String what) {
        return "%10d objects of %d bytes %s"
                .formatted(count.path("objects").asLong(), count.path("bytes").asLong(), what);
    }

    /// With the first of them.
    static List<String> withSample(JsonNode answer) {
        List<String> lines = new ArrayList<>(of(answer));
        for (JsonNode each : answer.path("sample")) {
            lines.add(
                    "%10s %s/%s"
                            .formatted(
                                    each.path("becomes").asText(),
                                    each.path("bucket").asText(),
                                    each.path("key").asText()));
        }
        return lines;
    }
}
