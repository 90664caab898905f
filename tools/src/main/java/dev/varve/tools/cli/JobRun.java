package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;

/// Starts a job of maintenance on a server and stays with it until it ends, with a progress bar where
/// somebody watches.
final class JobRun {
    static final String MAINTENANCE = "maintenance";
    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1000;

    private final ApiClient client;

    JobRun(ApiClient client) {
        this.client = client;
    }

    static ApiRequest start(String action) {
        return ApiRequest.of("POST", MAINTENANCE, action);
    }

    /// The job as it ended.
    ///
    /// @throws CommandFailed when it failed
    JsonNode run(ApiRequest start) throws InterruptedException {
        JsonNode job = client.call(start).json();
        long wait = FIRST_MILLIS;
        try (Terminal bar = Terminal.bar(job.path("action").asText(), -1)) {
            while (job.path("state").asText().equals("running")) {
                Thread.sleep(wait);
                wait = Math.min(2 * wait, LONGEST_MILLIS);
                job =
                        client.call(ApiRequest.get(MAINTENANCE, "jobs", job.path("id").asText()))
                                .json();
                show(job.path("figures"), bar);
            }
        }
        if (job.path("state").asText().equals("failed")) {
            throw new CommandFailed(ExitCodes.FAILED, job.path("error").asText());
        }
        return job;
    }

    private static void show(JsonNode figures, Terminal bar) {
        if (figures.has("goal")) {
            bar.at(figures.path("position").asLong(), figures.path("goal").asLong(), "events");
        } else if (figures.has("versions_of")) {
            bar.at(
                    figures.path("versions").asLong(),
                    figures.path("versions_of").asLong(),
                    "versions");
        } else if (figures.has("rows")) {
            bar.at(figures.path("rows").asLong(), -1, "rows");
        } else if (figures.has("looked_at")) {
            bar.at(figures.path("looked_at").asLong(), -1, "");
        } else if (figures.has("blobs")) {
            bar.at(figures.path("blobs").asLong(), -1, "blobs");
        }
    }
}
