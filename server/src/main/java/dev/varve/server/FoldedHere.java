package dev.varve.server;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.projections.objects.Peer;
import dev.varve.server.forward.Place;
import dev.varve.server.forward.ReadAfter;
import dev.varve.server.forward.Standing;
import dev.varve.server.store.Varve;
import java.util.Optional;
import java.util.function.Supplier;

/// What the store has folded, of its own journal and of other members'.
///
/// @param news position of the newest own event that others are to fold
record FoldedHere(Varve varve, Standing.Source standing, Supplier<Position> news)
        implements ReadAfter.Folded {
    @Override
    public Optional<Place> newest() {
        Position newest = news.get();
        return standing.now().isEmpty() || newest.isNone()
                ? Optional.empty()
                : Optional.of(new Place(own(), newest));
    }

    private Origin own() {
        return varve.journal().origin();
    }

    @Override
    public boolean knows(NodeId node) {
        return node.equals(own().node())
                || standing.now().flatMap(now -> now.layout().member(node)).isPresent()
                || varve.imports().all().stream()
                        .anyMatch(peer -> node.equals(peer.origin().node()));
    }

    @Override
    public boolean has(Place place) {
        if (place.origin().node().equals(own().node())) {
            return !place.position().isAfter(varve.position());
        }
        return varve.imports()
                .of(place.origin())
                .map(Peer::position)
                .filter(position -> !place.position().isAfter(position))
                .isPresent();
    }
}
