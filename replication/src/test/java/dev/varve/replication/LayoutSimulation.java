package dev.varve.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Random layouts, valid and damaged, and random objects.
///
/// Invariants: `readable`: what is accepted reads back the same from its bytes; `no surprise`: damaged
/// bytes are refused as such, or are another layout; `one answer`: an owner of a range is the owner of
/// every key in it, and owners of a split one are among those named; `copies`: as many writers keep a
/// blob as the factor says or as select it, in as many groups as there are; `own share`: a member that
/// leaves moves no blob between others.
class LayoutSimulation {
    private static final int ROUNDS = 400;
    private final long seed = Long.getLong("varve.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void saysItsSeed() {
        System.out.println("LayoutSimulation -Dvarve.seed=" + seed);
    }

    @Test
    void whatIsAcceptedReadsBackTheSame() {
        for (int round = 0; round < ROUNDS; round++) {
            ClusterLayout layout = Layouts.random(random);
            List<LayoutProblem> problems = LayoutCheck.validate(null, layout);
            assertThat(problems).isEmpty();
            assertThat(LayoutCodec.read(LayoutCodec.write(layout))).isEqualTo(layout);
        }
    }

    @Test
    void damagedBytesAreRefusedOrAreAnotherLayout() {
        for (int round = 0; round < ROUNDS * 20; round++) {
            byte[] bytes = LayoutCodec.write(Layouts.random(random)).toArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                ClusterLayout other = LayoutCodec.read(Bytes.of(bytes));
                assertThat(LayoutCodec.read(LayoutCodec.write(other))).isEqualTo(other);
            } catch (IllegalArgumentException | StoreException.FromTheFuture refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void ownersOfARangeAreThoseOfItsKeys() {
        for (int round = 0; round < ROUNDS; round++) {
            Ownership owners = new Ownership(Layouts.random(random));
            for (int i = 0; i < 40; i++) {
                Subject subject = Layouts.subject(random);
                String key = subject.key();
                String prefix = key.substring(0, key.offsetByCodePoints(0, random.nextInt(2)));
                Owner owner = owners.ownerOf(subject);
                switch (owners.ownerOfRange(subject.bucket(), prefix)) {
                    case RangeOwner.None _ -> assertThat(owner).isEqualTo(new Owner.None());
                    case RangeOwner.One(Member member) ->
                            assertThat(owner).isEqualTo(new Owner.One(member));
                    case RangeOwner.Split(List<Member> members, boolean rest) ->
                            assertThat(isAmong(owner, members, rest)).isTrue();
                }
            }
        }
    }

    private static boolean isAmong(Owner owner, List<Member> members, boolean rest) {
        return switch (owner) {
            case Owner.One(Member member) -> members.contains(member);
            case Owner.None _ -> rest;
        };
    }

    @Test
    void asManyWritersKeepABlobAsTheFactorSays() {
        for (int round = 0; round < ROUNDS; round++) {
            ClusterLayout layout = Layouts.random(random);
            Copies copies = new Copies(layout);
            for (int i = 0; i < 20; i++) {
                Subject subject = Layouts.subject(random);
                BlobId blob = blob();
                List<Member> keepers = copies.keepers(subject, blob);
                List<Member> willing =
                        layout.writers().stream()
                                .filter(member -> member.keeps().selects(subject))
                                .toList();
                int factor = layout.factor() == 0 ? willing.size() : layout.factor();
                assertThat(keepers).hasSize(Math.min(factor, willing.size()));
                assertThat(willing).containsAll(keepers);
                assertThat(groups(keepers)).isEqualTo(Math.min(keepers.size(), groups(willing)));
                for (Member member : layout.members()) {
                    boolean expected =
                            member.writes()
                                    ? keepers.contains(member)
                                    : member.keeps().selects(subject);
                    assertThat(copies.wants(member.node(), subject, blob)).isEqualTo(expected);
                }
            }
        }
    }

    private static int groups(List<Member> members) {
        Set<String> groups = new HashSet<>();
        for (Member member : members) {
            groups.add(member.group().isEmpty() ? "of " + member.name() : "g " + member.group());
        }
        return groups.size();
    }

    @Test
    void aMemberThatLeavesMovesOnlyWhatItKept() {
        for (int round = 0; round < ROUNDS; round++) {
            ClusterLayout before = Layouts.random(random);
            Member leaver = Layouts.pick(random, before.members());
            List<Member> rest =
                    before.members().stream().filter(member -> !member.equals(leaver)).toList();
            if (rest.isEmpty()) {
                continue;
            }
            ClusterLayout after = before.withMembers(rest);
            Subject subject = Layouts.subject(random);
            BlobId blob = blob();
            List<Member> kept = new Copies(before).keepers(subject, blob);
            List<Member> keep = new Copies(after).keepers(subject, blob);
            if (kept.contains(leaver)) {
                assertThat(keep).containsAll(kept.stream().filter(rest::contains).toList());
            } else {
                assertThat(Set.copyOf(keep)).isEqualTo(Set.copyOf(kept));
            }
        }
    }

    private BlobId blob() {
        return new BlobId(
                BlobId.Algorithm.SHA_256,
                BlobId.SHARED_DOMAIN,
                new Hash256(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong()));
    }
}
