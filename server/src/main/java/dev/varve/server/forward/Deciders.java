package dev.varve.server.forward;

import dev.varve.log.NodeId;
import dev.varve.replication.Member;
import dev.varve.replication.Owner;
import dev.varve.replication.RangeOwner;
import dev.varve.replication.Subject;
import dev.varve.server.http.Share;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds who decides a request, by the layout in force.
final class Deciders {
    private final Stored stored;

    Deciders(Stored stored) {
        this.stored = stored;
    }

    Decision decide(Concern concern, Standing standing) {
        return concern instanceof Concern.Here
                ? Decision.HERE
                : combined(owners(concern, standing), concern, standing);
    }

    /// How a batch is divided; empty where all of it is for one member. What has no owner is done here, if
    /// this node may.
    Optional<Shares> shares(Concern.Each each, Standing standing) {
        List<Set<Member>> owners = each.keys().stream().map(key -> owners(key, standing)).toList();
        Set<Member> all = new LinkedHashSet<>();
        owners.forEach(all::addAll);
        if (all.size() < 2) {
            return Optional.empty();
        }
        Member first = all.iterator().next();
        BitSet own = new BitSet();
        Map<Member, BitSet> others = new LinkedHashMap<>();
        for (int place = 0; place < owners.size(); place++) {
            Set<Member> owner = owners.get(place);
            boolean here = owner.isEmpty() ? standing.writes() : standing.isSelf(any(owner, first));
            BitSet places =
                    here ? own : others.computeIfAbsent(any(owner, first), _ -> new BitSet());
            places.set(place);
        }
        Map<Member, Share> shares = new LinkedHashMap<>();
        others.forEach((owner, places) -> shares.put(owner, Share.of(places)));
        return Optional.of(new Shares(Share.of(own), shares));
    }

    private static Member any(Set<Member> owner, Member otherwise) {
        return owner.isEmpty() ? otherwise : owner.iterator().next();
    }

    /// What has no owner is decided with the rest: any writer may, so the owner of the rest may too.
    private static Decision combined(Set<Member> owners, Concern concern, Standing standing) {
        if (owners.size() > 1) {
            return new Decision.Divided(List.copyOf(owners), concern);
        }
        if (owners.isEmpty()) {
            return standing.writes()
                    ? Decision.HERE
                    : new Decision.At(standing.layout().writers(), false);
        }
        Member owner = owners.iterator().next();
        return standing.isSelf(owner) ? Decision.HERE : new Decision.At(List.of(owner), true);
    }

    private Set<Member> owners(Concern concern, Standing standing) {
        return switch (concern) {
            case Concern.Here _, Concern.Anyone _ -> Set.of();
            case Concern.OfUpload(NodeId begun) -> ofUpload(begun, standing);
            case Concern.OfBucket(String bucket) -> owner(standing.owners().ownerOfBucket(bucket));
            case Concern.OfObject(Subject subject) -> owner(standing.owners().ownerOf(subject));
            case Concern.OfKey(String bucket, String key) -> ofKey(bucket, key, standing);
            case Concern.OfCopy copy -> ofCopy(copy, standing);
            case Concern.OfRange(String bucket, String prefix) ->
                    owners(standing.owners().ownerOfRange(bucket, prefix));
            case Concern.OfAll _ -> ofAll(standing);
            case Concern.Together(List<Concern> parts) -> {
                Set<Member> all = new LinkedHashSet<>();
                parts.forEach(part -> all.addAll(owners(part, standing)));
                yield all;
            }
            case Concern.Each(List<Concern.OfKey> keys, var _) ->
                    owners(new Concern.Together(List.copyOf(keys)), standing);
            case Concern.InBody(int _, Concern within, boolean _, var _) ->
                    owners(within, standing);
        };
    }

    /// An upload goes on where it began, even if its key got another owner since. One that began at a
    /// node that takes no changes any more is for any writer.
    private static Set<Member> ofUpload(NodeId begun, Standing standing) {
        return standing.layout()
                .member(begun)
                .filter(Member::writes)
                .map(Set::of)
                .orElseGet(Set::of);
    }

    /// Only where bucket and key leave it open, what is there is looked at.
    private Set<Member> ofKey(String bucket, String key, Standing standing) {
        Set<Member> possible = owners(standing.owners().ownerOfRange(bucket, key));
        if (possible.isEmpty()) {
            return possible;
        }
        Subject subject = stored.at(bucket, key).orElseGet(() -> Subject.ofKey(bucket, key));
        return owner(standing.owners().ownerOf(subject));
    }

    private Set<Member> ofCopy(Concern.OfCopy copy, Standing standing) {
        Set<Member> possible = owners(standing.owners().ownerOfRange(copy.bucket(), copy.key()));
        if (possible.isEmpty()) {
            return possible;
        }
        Subject from =
                stored.at(copy.fromBucket(), copy.fromKey())
                        .orElseGet(() -> Subject.ofKey(copy.fromBucket(), copy.fromKey()));
        String type = copy.contentType();
        return owner(
                standing.owners()
                        .ownerOf(
                                new Subject(
                                        copy.bucket(),
                                        copy.key(),
                                        type == null ? from.contentType() : type,
                                        from.size(),
                                        copy.storageClass())));
    }

    private static Set<Member> ofAll(Standing standing) {
        NodeId byDefault = standing.layout().defaultOwner();
        return Stream.concat(
                        standing.layout().rules().stream().map(rule -> rule.owner()),
                        Stream.ofNullable(byDefault))
                .flatMap(node -> standing.layout().member(node).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<Member> owner(Owner owner) {
        return switch (owner) {
            case Owner.One(Member member) -> Set.of(member);
            case Owner.None _ -> Set.of();
        };
    }

    private static Set<Member> owners(RangeOwner owner) {
        return switch (owner) {
            case RangeOwner.One(Member member) -> Set.of(member);
            case RangeOwner.None _ -> Set.of();
            case RangeOwner.Split(List<Member> members, boolean _) -> new LinkedHashSet<>(members);
        };
    }
}
