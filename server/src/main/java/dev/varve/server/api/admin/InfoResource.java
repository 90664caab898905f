package dev.varve.server.api.admin;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import java.util.List;
import java.util.function.Supplier;

/// `/v1/info`: what a client needs to know of a server before it works with it. For whoever has a key, and
/// nobody else.
public final class InfoResource implements Resource {
    private final Supplier<About> info;

    /// @param ack what has happened when a write is answered: `local` is that it is on stable storage
    ///     of this node, `peers:2` that it is on that of two others too
    /// @param region that signatures must name
    /// @param surfaces of all its ports together
    /// @param capabilities what it can do, in words that stay
    public record About(
            String version,
            String ack,
            Cluster cluster,
            String region,
            List<String> surfaces,
            List<String> capabilities,
            Limits limits) {
        public About {
            surfaces = List.copyOf(surfaces);
            capabilities = List.copyOf(capabilities);
        }
    }

    /// What the server belongs to.
    ///
    /// @param mode standalone, replicated or assigned
    /// @param epoch of the layout in force; 0 where there is none
    public record Cluster(String mode, String id, String node, long epoch) {}

    /// What is refused beyond it.
    ///
    /// @param bodyBytes of one request
    /// @param partBytes the least that a part of an upload has, except the last
    public record Limits(
            long objectBytes,
            long bodyBytes,
            long partBytes,
            int parts,
            int keyBytes,
            int tagsOfObject,
            int tagsOfBucket,
            int corsRules) {}

    public InfoResource(Supplier<About> info) {
        this.info = info;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "GET",
                                "/v1/info",
                                "getInfo",
                                Action.LIST_BUCKETS,
                                call -> ApiCall.answer(200, info.get()))
                        .summary("Tells what the server is, can do, and allows")
                        .answersJson(200, About.class));
    }
}
