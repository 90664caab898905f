package dev.varve.replication;

import dev.varve.log.NodeId;
import dev.varve.replication.AssignmentPreview.Move;
import dev.varve.replication.AssignmentPreview.Piece;
import dev.varve.replication.AssignmentPreview.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares two layouts object by object, in memory that does not grow with their number.
final class PreviewCounts {
    private final ClusterLayout before;
    private final ClusterLayout after;
    private final Ownership ownersBefore;
    private final Ownership ownersAfter;
    private final Copies copiesBefore;
    private final Copies copiesAfter;
    private final SortedSet<NodeId> nodes = new TreeSet<>();
    private final SortedMap<String, Long> gains = new TreeMap<>();
    private final SortedMap<String, Long> losses = new TreeMap<>();
    private final List<Move> moves = new ArrayList<>();
    private long objects;
    private long bytes;
    private long moved;

    PreviewCounts(ClusterLayout before, ClusterLayout after) {
        this.before = before;
        this.after = after;
        ownersBefore = new Ownership(before);
        ownersAfter = new Ownership(after);
        copiesBefore = new Copies(before);
        copiesAfter = new Copies(after);
        nodes.addAll(before.nodes());
        nodes.addAll(after.nodes());
    }

    void add(Stored object) {
        objects++;
        compareOwners(object.subject());
        for (Piece piece : object.pieces()) {
            bytes += piece.bytes();
            nodes.forEach(node -> compareKeepers(node, object.subject(), piece));
        }
    }

    AssignmentPreview done() {
        return new AssignmentPreview(objects, bytes, moved, moves, gains, losses);
    }

    private void compareOwners(Subject subject) {
        Optional<Member> from = member(ownersBefore.ownerOf(subject));
        Optional<Member> to = member(ownersAfter.ownerOf(subject));
        if (from.map(Member::node).equals(to.map(Member::node))) {
            return;
        }
        moved++;
        if (moves.size() < AssignmentPreview.MAX_MOVES) {
            moves.add(new Move(subject.bucket(), subject.key(), name(from), name(to)));
        }
    }

    private void compareKeepers(NodeId node, Subject subject, Piece piece) {
        boolean was = copiesBefore.wants(node, subject, piece.blob());
        boolean will = copiesAfter.wants(node, subject, piece.blob());
        if (will && !was) {
            gains.merge(name(after.member(node)), piece.bytes(), Long::sum);
        } else if (was && !will) {
            losses.merge(name(before.member(node)), piece.bytes(), Long::sum);
        }
    }

    private static Optional<Member> member(Owner owner) {
        return switch (owner) {
            case Owner.One(Member member) -> Optional.of(member);
            case Owner.None _ -> Optional.empty();
        };
    }

    private static String name(Optional<Member> member) {
        return member.map(Member::name).orElse("");
    }
}
