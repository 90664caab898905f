package dev.varve.replication;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
/// @param former keys of those who were members, the newest last: what they wrote until then stays, and a
///     new node has to be able to prove it
public record ClusterLayout(
        long epoch,
        Mode mode,
        List<Member> members,
        int factor,
        List<Rule> rules,
        @Nullable NodeId defaultOwner,
        NotOwner notOwner,
        ReadOnly readOnly,
        List<Former> former) {
    public static final int MAX_MEMBERS = 64;

    /// Of more, the oldest are forgotten.
    public static final int MAX_FORMER = 256;

    public static final int MAX_RULES = 1000;

    /// Of a layout as events carry it.
    public static final int MAX_BYTES = 512 << 10;

    /// One that nobody left.
    public ClusterLayout(
            long epoch,
            Mode mode,
            List<Member> members,
            int factor,
            List<Rule> rules,
            @Nullable NodeId defaultOwner,
            NotOwner notOwner,
            ReadOnly readOnly) {
        this(epoch, mode, members, factor, rules, defaultOwner, notOwner, readOnly, List.of());
    }

    public ClusterLayout {
        members = List.copyOf(members);
        rules = List.copyOf(rules);
        former = List.copyOf(former);
        if (former.size() > MAX_FORMER) {
            throw new IllegalArgumentException(
                    "a layout knows at most " + MAX_FORMER + " former members");
        }
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

    /// Who was a member, and the keys that it signed with.
    public record Former(NodeId node, SortedMap<Integer, Bytes> keys) {
        public Former {
            keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
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
                next, mode, members, factor, rules, defaultOwner, notOwner, readOnly, former);
    }

    public ClusterLayout withMembers(List<Member> others) {
        return new ClusterLayout(
                epoch, mode, others, factor, rules, defaultOwner, notOwner, readOnly, former);
    }

    /// The same where it takes the place of another layout: who belonged to that one and not to this, is
    /// a former member.
    public ClusterLayout following(ClusterLayout before) {
        List<Former> all = new ArrayList<>(before.former());
        before.members().forEach(member -> all.add(new Former(member.node(), member.keys())));
        all.removeIf(each -> member(each.node()).isPresent());
        return new ClusterLayout(
                epoch,
                mode,
                members,
                factor,
                rules,
                defaultOwner,
                notOwner,
                readOnly,
                all.subList(Math.max(0, all.size() - MAX_FORMER), all.size()));
    }

    /// A key that the node signs with, or signed with as long as it was a member.
    public Optional<Bytes> key(NodeId node, int id) {
        return member(node)
                .map(Member::keys)
                .or(() ->
                        former.stream()
                                .filter(each -> each.node().equals(node))
                                .findFirst()
                                .map(Former::keys))
                .flatMap(keys -> Optional.ofNullable(keys.get(id)));
    }

    /// The same where a new node takes the place of a member that is gone, and decides what that one did.
    public ClusterLayout replaced(Member gone, Member newcomer) {
        Member next = newcomer.inPlaceOf(gone);
        return new ClusterLayout(
                epoch,
                mode,
                members.stream().map(member -> member.equals(gone) ? next : member).toList(),
                factor,
                rules.stream().map(rule -> rule.handedOver(gone, next)).toList(),
                gone.node().equals(defaultOwner) ? next.node() : defaultOwner,
                notOwner,
                readOnly,
                former);
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
                readOnly,
                former);
    }
}
