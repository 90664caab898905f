package dev.varve.replication;

import dev.varve.log.BlobId;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which members keep the bytes of an object. Every member works it out alone and all come to the same
/// answer, as long as they have the same layout.
///
/// Each writer gets a score by blob and weight (rendezvous hashing), so that a member that comes or
/// goes moves only its own share. The best of each group come first, then the second best of each.
public final class Copies {
    private final ClusterLayout layout;
    private final List<Member> candidates;
    private final boolean all;

    public Copies(ClusterLayout layout) {
        this.layout = layout;
        this.all = layout.factor() == 0;
        this.candidates = layout.writers().stream().filter(writer -> writer.weight() > 0).toList();
    }

    /// What of a layout says who takes which bytes: the same text where nothing of that differs.
    public static String choice(ClusterLayout layout) {
        return layout.members().stream()
                .sorted(Comparator.comparing(Member::node))
                .map(member ->
                        "%s %s %d '%s' %s"
                                .formatted(
                                        member.node(),
                                        member.role(),
                                        member.weight(),
                                        member.group(),
                                        member.keeps()))
                .collect(Collectors.joining("\n", layout.factor() + "\n", ""));
    }

    /// Whether this member takes the bytes of every object.
    public boolean wantsAll(NodeId node) {
        return layout.member(node)
                .filter(member -> member.keeps().isAll() && (all || !member.writes()))
                .isPresent();
    }

    /// Whether this member takes a blob for this object; another object may name the same blob. False
    /// for a node that is no member.
    public boolean wants(NodeId node, Subject subject, BlobId blob) {
        return layout.member(node).filter(member -> wants(member, subject, blob)).isPresent();
    }

    private boolean wants(Member member, Subject subject, BlobId blob) {
        if (!member.keeps().selects(subject)) {
            return false;
        }
        return all || !member.writes() || keepers(subject, blob).contains(member);
    }

    /// The writers that keep it, best first: where to look for it.
    public List<Member> keepers(Subject subject, BlobId blob) {
        if (all) {
            return layout.writers().stream()
                    .filter(writer -> writer.keeps().selects(subject))
                    .toList();
        }
        List<Scored> scored = new ArrayList<>();
        for (Member member : candidates) {
            if (member.keeps().selects(subject)) {
                scored.add(new Scored(member, score(member, blob.hash()), 0));
            }
        }
        scored.sort(Scored.BEST_FIRST);
        return ranked(scored).stream()
                .sorted(Comparator.comparingInt(Scored::rank).thenComparing(Scored.BEST_FIRST))
                .limit(layout.factor())
                .map(Scored::member)
                .toList();
    }

    /// A member without a group is one of its own.
    private static List<Scored> ranked(List<Scored> bestFirst) {
        Map<String, Integer> seen = new HashMap<>();
        List<Scored> ranked = new ArrayList<>();
        for (Scored one : bestFirst) {
            String group = one.member().group();
            int rank = group.isEmpty() ? 0 : seen.merge(group, 1, Integer::sum) - 1;
            ranked.add(new Scored(one.member(), one.score(), rank));
        }
        return ranked;
    }

    private record Scored(Member member, double score, int rank) {
        private static final Comparator<Scored> BEST_FIRST =
                Comparator.comparingDouble(Scored::score)
                        .reversed()
                        .thenComparing(one -> one.member().node());
    }

    /// Strict arithmetic, since all nodes must come to the same figure.
    private static double score(Member member, Hash256 blob) {
        long mixed = mix(blob.a() ^ mix(member.node().value() ^ mix(blob.b())));
        double uniform = ((mixed >>> 11) + 0.5) * 0x1p-53;
        return -member.weight() / StrictMath.log(uniform);
    }

    /// The finalizer of SplitMix64.
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
