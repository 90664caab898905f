package dev.varve.projections.objects;

import dev.varve.log.Position;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSecret;
import dev.varve.log.WebhookSettings;
import java.time.Instant;
import java.util.List;

/// A webhook that was not removed.
///
/// @param secrets sealed, the one in use first
/// @param since the event that made it: it is told of what came after. No two webhooks have one in
///     common, those of the same name neither
/// @param creator who made it
public record Webhook(
        WebhookName name,
        WebhookSettings settings,
        List<WebhookSecret> secrets,
        Position since,
        Instant created,
        String creator) {
    public Webhook {
        secrets = List.copyOf(secrets);
    }

    /// What a node remembers it by: the event that made it or, where this node began with it, a position
    /// that no journal reaches, by its name.
    public Position mark() {
        return since.isNone() ? Marks.of(name) : since;
    }

    Webhook with(WebhookSettings changed, List<WebhookSecret> renewed) {
        return new Webhook(name, changed, renewed, since, created, creator);
    }
}
