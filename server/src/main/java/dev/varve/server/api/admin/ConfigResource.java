package dev.varve.server.api.admin;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.HttpResponse;
import java.util.List;

/// `/v1/config`: what the server was started with, and which source said so.
public final class ConfigResource implements Resource {
    private final List<Entry> entries;

    /// @param value as it is written; stars for a secret
    /// @param origin default, a flag, a variable, or a line of the file
    public record Entry(String key, String value, String origin) {}

    public record Config(List<Entry> settings) {}

    /// @param entries without any secret
    public ConfigResource(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/v1/config", "getConfig", Action.READ_CONFIG, _ -> get())
                        .summary(
                                "Tells what is in force and where it is from, secrets masked; for"
                                        + " operators")
                        .answersJson(200, Config.class));
    }

    private HttpResponse get() {
        return ApiCall.answer(200, new Config(entries));
    }
}
