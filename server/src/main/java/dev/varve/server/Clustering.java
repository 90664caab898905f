package dev.varve.server;

import dev.varve.log.BucketName;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Version;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.Subject;
import dev.varve.server.config.ClusterSettings;
import dev.varve.server.forward.Elsewhere;
import dev.varve.server.forward.Standing;
import dev.varve.server.forward.Stored;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.surface.MetadataRules;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the server has to know of its cluster to find who decides a request.
///
/// @param standing where the store's own node stands
/// @param token what its members share
record Clustering(
        Function<Varve, Standing.Source> standing, Function<Varve, Elsewhere.Token> token) {
    /// As the store has it.
    static final Clustering OWN =
            new Clustering(Clustering::byLayout, varve -> varve.clusterKeys()::secret);

    /// By the layout in force.
    private static Standing.Source byLayout(Varve varve) {
        NodeId self = varve.journal().origin().node();
        ClusterLayouts layouts = varve.layouts(Provenance.SYSTEM);
        return () ->
                layouts.current()
                        .map(current -> new Standing(self, current.layout(), current.ownership()));
    }

    /// What this node does with what others own, where that is configured for it alone.
    static Standing.Source asConfigured(
            Standing.Source standing, ClusterSettings.Elsewhere notOwner) {
        return switch (notOwner) {
            case LAYOUT -> standing;
            case FORWARD -> () -> standing.now().map(now -> now.instead(NotOwner.FORWARD));
            case REFUSE -> () -> standing.now().map(now -> now.instead(NotOwner.REFUSE));
        };
    }

    /// What rules look at of objects in the store.
    static Stored stored(Varve varve) {
        return (bucket, key) -> {
            if (!BucketName.isValid(bucket) || key.isEmpty()) {
                return Optional.empty();
            }
            try {
                ReadRequest request = ReadRequest.of(new BucketName(bucket), ObjectKey.of(key));
                return varve.store().head(request) instanceof Outcome.Done<Version>(Version found)
                        ? subject(bucket, key, found)
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        };
    }

    private static Optional<Subject> subject(String bucket, String key, Version version) {
        ObjectState state = version.state();
        if (state == null) {
            return Optional.empty();
        }
        Map<String, String> system = state.attributes().metadata().system();
        return Optional.of(
                new Subject(
                        bucket,
                        key,
                        system.getOrDefault("content-type", ""),
                        state.size(),
                        system.getOrDefault(MetadataRules.STORAGE_CLASS, "")));
    }
}
