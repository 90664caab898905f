package dev.varve.replication;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A layout's rules, made ready to be asked on every request: those of a bucket are found by its name.
/// In mode replicated nothing has an owner.
public final class Ownership {
    private final Map<NodeId, Member> members = new HashMap<>();
    private final Map<String, List<Rule>> byBucket = new HashMap<>();
    private final List<Rule> ofAnyBucket;
    private final @Nullable Member byDefault;

    public Ownership(ClusterLayout layout) {
        layout.members().forEach(member -> members.put(member.node(), member));
        List<Rule> rules = layout.mode() == Mode.ASSIGNED ? layout.rules() : List.of();
        ofAnyBucket = rules.stream().filter(rule -> rule.match().bucket().isEmpty()).toList();
        for (Rule rule : rules) {
            byBucket.computeIfAbsent(rule.match().bucket(), name -> ofBucket(rules, name));
        }
        byDefault = layout.mode() == Mode.ASSIGNED ? find(layout.defaultOwner()) : null;
    }

    private static List<Rule> ofBucket(List<Rule> rules, String name) {
        return rules.stream().filter(rule -> rule.match().isOf(name)).toList();
    }

    /// Of the first rule that matches, or by default.
    public Owner ownerOf(Subject subject) {
        for (Rule rule : rulesOf(subject.bucket())) {
            if (rule.match().fits(subject)) {
                return owner(find(rule.owner()));
            }
        }
        return owner(byDefault);
    }

    /// Of the bucket itself: its settings and its life. It goes with what no rule about keys, types or
    /// sizes takes.
    public Owner ownerOfBucket(String bucket) {
        for (Rule rule : rulesOf(bucket)) {
            if (rule.match().isOfRange() && rule.match().prefix().isEmpty()) {
                return owner(find(rule.owner()));
            }
        }
        return owner(byDefault);
    }

    /// Whether each key of the bucket has one owner, whatever is put under it. Only then is what must
    /// hold of a key decided in one place.
    public boolean isExact(String bucket) {
        for (Rule rule : rulesOf(bucket)) {
            if (!rule.match().isOfRange()) {
                return false;
            }
            if (rule.match().prefix().isEmpty()) {
                return true;
            }
        }
        return byDefault != null;
    }

    /// Of all keys with the prefix that objects could have, whatever their type, size and class. Says
    /// split where it cannot be sure of one owner.
    public RangeOwner ownerOfRange(String bucket, String prefix) {
        Set<Member> owners = new LinkedHashSet<>();
        List<String> taken = new ArrayList<>();
        for (Rule rule : rulesOf(bucket)) {
            Rule.Match match = rule.match();
            boolean covers = prefix.startsWith(match.prefix());
            if (!(covers || match.prefix().startsWith(prefix)) || isTaken(taken, match.prefix())) {
                continue;
            }
            addTo(owners, find(rule.owner()));
            if (match.isOfRange()) {
                taken.add(match.prefix());
                if (covers) {
                    return combined(owners, false);
                }
            }
        }
        addTo(owners, byDefault);
        return combined(owners, byDefault == null);
    }

    /// Whether earlier rules leave nothing of such keys.
    private static boolean isTaken(List<String> taken, String prefix) {
        return taken.stream().anyMatch(prefix::startsWith);
    }

    private static void addTo(Set<Member> owners, @Nullable Member owner) {
        if (owner != null) {
            owners.add(owner);
        }
    }

    private static RangeOwner combined(Set<Member> owners, boolean rest) {
        List<Member> members = List.copyOf(owners);
        if (members.isEmpty()) {
            return new RangeOwner.None();
        }
        return members.size() == 1 && !rest
                ? new RangeOwner.One(members.getFirst())
                : new RangeOwner.Split(members, rest);
    }

    private List<Rule> rulesOf(String bucket) {
        return byBucket.getOrDefault(bucket, ofAnyBucket);
    }

    private static Owner owner(@Nullable Member member) {
        return member == null ? new Owner.None() : new Owner.One(member);
    }

    private @Nullable Member find(@Nullable NodeId node) {
        return node == null ? null : members.get(node);
    }
}
