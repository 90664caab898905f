package dev.varve.replication;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.LayoutProblem.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What must hold of a layout as a whole before it becomes an event. What passes can be read back
/// from its bytes, so no restart ever meets one it cannot use.
public final class LayoutCheck {
    private final ClusterLayout layout;
    private final List<LayoutProblem> problems = new ArrayList<>();

    private LayoutCheck(ClusterLayout layout) {
        this.layout = layout;
    }

    /// All that is wrong with it; empty where it may follow the one before.
    ///
    /// @param before null where the store is of no cluster yet
    public static List<LayoutProblem> validate(
            @Nullable ClusterLayout before, ClusterLayout after) {
        LayoutCheck check = new LayoutCheck(after);
        check.epochFollows(before == null ? 0 : before.epoch());
        check.membersDiffer();
        check.writersSuffice();
        check.ownersDecide();
        if (before != null) {
            check.keysStay(before);
        }
        check.fits();
        return List.copyOf(check.problems);
    }

    private void epochFollows(long before) {
        if (layout.epoch() != before + 1) {
            add(
                    Kind.NOT_NEXT_EPOCH,
                    "the layout in force has epoch %d, so the next one has %d, not %d"
                            .formatted(before, before + 1, layout.epoch()));
        }
    }

    private void membersDiffer() {
        List<Member> members = layout.members();
        unique(Kind.DUPLICATE_NODE, "node", members, member -> List.of(member.node().toString()));
        unique(Kind.DUPLICATE_NAME, "name", members, member -> List.of(member.name()));
        unique(Kind.DUPLICATE_URL, "URL", members, Member::urls);
        unique(
                Kind.DUPLICATE_KEY,
                "public key",
                members,
                member -> member.keys().values().stream().map(Bytes::toString).toList());
    }

    private void unique(
            Kind kind, String what, List<Member> members, Function<Member, List<String>> valuesOf) {
        Map<String, String> firstOf = new HashMap<>();
        for (Member member : members) {
            for (String value : valuesOf.apply(member)) {
                String first = firstOf.putIfAbsent(value, member.name());
                if (first != null) {
                    add(
                            kind,
                            "%s %s is that of %s and of %s"
                                    .formatted(what, value, first, member.name()));
                }
            }
        }
    }

    private void writersSuffice() {
        List<Member> writers = layout.writers();
        if (writers.isEmpty()) {
            add(Kind.NO_WRITER, "no member would be a writer");
        } else if (layout.factor() > writers.size()) {
            add(
                    Kind.FACTOR_TOO_HIGH,
                    "a factor of %d needs as many writers; there are %d"
                            .formatted(layout.factor(), writers.size()));
        } else if (writers.stream().filter(writer -> writer.weight() > 0).count()
                < layout.factor()) {
            add(
                    Kind.WEIGHTLESS,
                    "a factor of %d needs as many writers of a weight above 0"
                            .formatted(layout.factor()));
        }
    }

    private void ownersDecide() {
        NodeId byDefault = layout.defaultOwner();
        if (layout.mode() == Mode.REPLICATED && (byDefault != null || !layout.rules().isEmpty())) {
            add(
                    Kind.RULES_WITHOUT_ASSIGNMENT,
                    "rules and a default owner are for the mode assigned; this is replicated");
            return;
        }
        if (byDefault != null) {
            requireWriter("the default owner", byDefault);
        }
        Set<Rule.Match> seen = new HashSet<>();
        int number = 0;
        for (Rule rule : layout.rules()) {
            number++;
            requireWriter("the owner of rule " + number, rule.owner());
            if (!seen.add(rule.match())) {
                add(
                        Kind.DUPLICATE_RULE,
                        "rule %d matches what an earlier one does".formatted(number));
            }
        }
    }

    private void requireWriter(String what, NodeId node) {
        Optional<Member> member = layout.member(node);
        if (member.isEmpty()) {
            add(Kind.UNKNOWN_OWNER, "%s, node %s, is no member".formatted(what, node));
        } else if (!member.get().writes()) {
            add(Kind.READ_ONLY_OWNER, "%s, %s, is read-only".formatted(what, member.get().name()));
        }
    }

    /// What is signed stays provable: a key may be added or left out, never replaced under its id.
    private void keysStay(ClusterLayout before) {
        for (Member member : layout.members()) {
            Optional<Member> was = before.member(member.node());
            was.ifPresent(
                    earlier -> earlier.keys().forEach((id, key) -> requireSame(member, id, key)));
        }
    }

    private void requireSame(Member member, int id, Bytes key) {
        if (!member.keys().getOrDefault(id, key).equals(key)) {
            add(
                    Kind.KEY_CHANGED,
                    "key %d of %s would be another one; give a new key a new id"
                            .formatted(id, member.name()));
        }
    }

    private void fits() {
        int size = LayoutCodec.write(layout).length();
        if (size > ClusterLayout.MAX_BYTES) {
            add(
                    Kind.TOO_LARGE,
                    "it takes %d bytes; a layout has at most %d"
                            .formatted(size, ClusterLayout.MAX_BYTES));
        }
    }

    private void add(Kind kind, String what) {
        problems.add(new LayoutProblem(kind, what));
    }
}
