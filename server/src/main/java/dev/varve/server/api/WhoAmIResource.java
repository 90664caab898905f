package dev.varve.server.api;

import dev.varve.server.api.KeyViews.GrantView;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/whoami`: as whom a caller came in, and what it may do.
public final class WhoAmIResource implements Resource {
    /// @param id owns what the caller makes, and stands in events
    /// @param key the access key, where it is one that was made here
    /// @param operator whether it may do everything
    public record Identity(
            String id,
            String name,
            @Nullable String key,
            List<GrantView> grants,
            String reach,
            boolean operator,
            @Nullable Instant expires) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/v1/whoami", "whoAmI", Action.WHO_AM_I, this::answer)
                        .summary("Tells the caller who it is, and what it may do")
                        .answersJson(200, Identity.class));
    }

    private HttpResponse answer(ApiCall call) {
        Principal principal = call.principal();
        return ApiCall.answer(
                200,
                new Identity(
                        principal.id(),
                        principal.displayName(),
                        principal.key().orElse(null),
                        principal.rights().grants().stream().map(GrantView::of).toList(),
                        Words.of(principal.rights().reach()),
                        principal.rights().areOfOperator(),
                        principal.expires().orElse(null)));
    }
}
