package dev.varve.projections.objects;

import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What revoked all links of an issuer: of each node the last event that did, by its place in the journal of
/// that node. A link names those that its maker had folded; any other one revokes it, on each node the same,
/// and so does one that was concurrent. Not a time: clocks are set back, and a link made before its
/// revocation must not seem to be made after it.
public record Revocations(SortedMap<NodeId, At> byNode) {
    public static final Revocations NONE = new Revocations(new TreeMap<>());

    public Revocations {
        byNode = Collections.unmodifiableSortedMap(new TreeMap<>(byNode));
    }

    /// @param incarnation counts first: after a cut, positions are given anew
    public record At(int incarnation, Position position) implements Comparable<At> {
        private static final Comparator<At> ORDER =
                Comparator.comparingInt(At::incarnation).thenComparing(At::position);

        @Override
        public int compareTo(At other) {
            return ORDER.compare(this, other);
        }

        static At of(Recorded event) {
            return new At(event.envelope().origin().incarnation(), event.position());
        }

        static At later(At one, At other) {
            return one.compareTo(other) < 0 ? other : one;
        }

        void write(ByteWriter out) {
            out.varint(incarnation).zigzag(position.value());
        }

        static At read(ByteReader in) {
            return new At(in.varint32(), new Position(in.zigzag()));
        }
    }

    /// Whether one of these is none of those that the maker of a link had folded.
    public boolean revokes(Revocations seen) {
        return byNode.entrySet().stream().anyMatch(each -> !seen.have(each));
    }

    private boolean have(Map.Entry<NodeId, At> revocation) {
        At last = byNode.get(revocation.getKey());
        return last != null && last.compareTo(revocation.getValue()) >= 0;
    }

    public void write(ByteWriter out) {
        out.varint(byNode.size());
        byNode.forEach((node, at) -> {
            out.i64(node.value());
            at.write(out);
        });
    }

    /// @throws IllegalArgumentException for what [#write] did not write
    public static Revocations read(ByteReader in) {
        SortedMap<NodeId, At> byNode = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            NodeId node = new NodeId(in.i64());
            byNode.put(node, At.read(in));
        }
        return new Revocations(byNode);
    }
}
