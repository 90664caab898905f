package dev.varve.replication;

import dev.varve.log.NodeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who belongs to a cluster, which bytes each member keeps and who decides what. Each change of it is
/// an event that carries all of it, with the next epoch. What must hold between its parts, and between
/// it and the one before, is said by [LayoutCheck].
///
/// @param epoch counts the layouts of a cluster, from 1
/// @param factor how many writers keep each blob; 0 for all of them. Selects bytes, never events
/// @param rules the first one that matches names the owner; for [Mode#ASSIGNED]
/// @param defaultOwner of what no rule matches; null where any writer takes that
/// @param notOwner what a writer does with a change of what another one owns
/// @param readOnly what a read-only member does with any change
public record ClusterLayout(
        long epoch,
        Mode mode,
        List<Member> members,
        int factor,
        List<Rule> rules,
        @Nullable NodeId defaultOwner,
        NotOwner notOwner,
        ReadOnly readOnly) {
    public static final int MAX_MEMBERS = 64;
    public static final int MAX_RULES = 1000;

    /// Of a layout as events carry it.
    public static final int MAX_BYTES = 512 << 10;

    public ClusterLayout {
        members = List.copyOf(members);
        rules = List.copyOf(rules);
        if (epoch < 1) {
            throw new IllegalArgumentException("epochs of a layout count from 1");
        }
        if (members.isEmpty() || members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("a cluster has 1 to " + MAX_MEMBERS + " members");
        }
        if (rules.size() > MAX_RULES) {
            throw new IllegalArgumentException("a layout has at most " + MAX_RULES + " rules");
        }
        if (factor < 0 || factor > MAX_MEMBERS) {
            throw new IllegalArgumentException("a factor is 0 to " + MAX_MEMBERS);
        }
    }

    /// How changes find who decides them. The tags are stored: never renumber.
    public enum Mode {
        /// Any writer decides; of two changes at once the later one stands.
        REPLICATED(1),
        /// Rules name the one who decides.
        ASSIGNED(2);

        private final int tag;

        Mode(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Mode ofTag(int tag) {
            return Tags.find(values(), Mode::tag, tag);
        }
    }

    /// The tags are stored: never renumber.
    public enum NotOwner {
        FORWARD(1),
        /// Answers 409 and names the owner.
        REFUSE(2);

        private final int tag;

        NotOwner(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static NotOwner ofTag(int tag) {
            return Tags.find(values(), NotOwner::tag, tag);
        }
    }

    /// The tags are stored: never renumber.
    public enum ReadOnly {
        FORWARD(1),
        /// Answers 307 with the URL of one who takes it.
        REDIRECT(2);

        private final int tag;

        ReadOnly(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static ReadOnly ofTag(int tag) {
            return Tags.find(values(), ReadOnly::tag, tag);
        }
    }

    public Optional<Member> member(NodeId node) {
        return members.stream().filter(member -> member.node().equals(node)).findFirst();
    }

    public Optional<Member> named(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    public List<Member> writers() {
        return members.stream().filter(Member::writes).toList();
    }

    public List<NodeId> nodes() {
        return members.stream().map(Member::node).toList();
    }

    public ClusterLayout withEpoch(long next) {
        return new ClusterLayout(
                next, mode, members, factor, rules, defaultOwner, notOwner, readOnly);
    }

    public ClusterLayout withMembers(List<Member> others) {
        return new ClusterLayout(
                epoch, mode, others, factor, rules, defaultOwner, notOwner, readOnly);
    }

    /// The same where one member takes the place of another: it writes, and decides what that one did,
    /// which is read-only then. For members of this layout.
    public ClusterLayout handedOver(Member gone, Member next) {
        return new ClusterLayout(
                epoch,
                mode,
                members.stream().map(member -> member.handedOver(gone, next)).toList(),
                factor,
                rules.stream().map(rule -> rule.handedOver(gone, next)).toList(),
                gone.node().equals(defaultOwner) ? next.node() : defaultOwner,
                notOwner,
                readOnly);
    }
}
