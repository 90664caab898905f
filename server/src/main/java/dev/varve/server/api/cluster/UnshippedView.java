package dev.varve.server.api.cluster;

import dev.varve.log.Origin;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.objects.Seen;
import dev.varve.server.api.About;
import dev.varve.server.cluster.Heard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far the journal of another node is here, and what is known of the rest.
public record UnshippedView(
        String node,
        @About("of the member; its id where it is none any more") String name,
        @About("of its journal, from 1; 0 where nothing of it is here") int incarnation,
        @About("its last event that is here; -1 where there is none") long position,
        @About("when that was recorded") @Nullable Instant time,
        @About(
                        "its last event that others are to have, as it said; nothing where it was"
                                + " not heard of since the node that answers started")
                @Nullable Long announced,
        @About("it had recorded no later one by then") @Nullable Instant heardUntil,
        @About("how many events it is known to have that are not here; there may be more")
                long missing,
        @About("members that said they have more of it, the most first")
                List<HolderView> elsewhere) {
    public UnshippedView {
        elsewhere = List.copyOf(elsewhere);
    }

    /// A member that has more.
    public record HolderView(String node, String name, int incarnation, long position) {
        static HolderView of(Seen seen, String name) {
            return new HolderView(
                    seen.by().toString(),
                    name,
                    seen.origin().incarnation(),
                    seen.position().value());
        }
    }

    static UnshippedView of(
            String node,
            String name,
            Optional<Peer> held,
            Optional<Heard> heard,
            List<HolderView> more) {
        long position = held.map(peer -> peer.position().value()).orElse(-1L);
        long known =
                Math.max(
                        heard.map(said -> said.newest().value()).orElse(-1L),
                        more.stream().mapToLong(HolderView::position).max().orElse(-1));
        return new UnshippedView(
                node,
                name,
                held.map(Peer::origin).map(Origin::incarnation).orElse(0),
                position,
                held.map(peer -> peer.time().instant()).orElse(null),
                heard.map(said -> said.newest().value()).orElse(null),
                heard.map(Heard::until).orElse(null),
                Math.max(0, known - position),
                more);
    }
}
