package dev.varve.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Keeps;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import dev.varve.replication.Rule.Match;
import dev.varve.server.http.Share;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How a batch is divided: keys are decided by who their first letter names.
class DecidersTest {
    private static final Member A = member(1, "a", Member.Role.WRITER);
    private static final Member B = member(2, "b", Member.Role.WRITER);
    private static final Member C = member(3, "c", Member.Role.WRITER);
    private static final Member READER = member(4, "reader", Member.Role.READ_ONLY);
    private static final ClusterLayout LAYOUT =
            new ClusterLayout(
                    1,
                    Mode.ASSIGNED,
                    List.of(A, B, C, READER),
                    0,
                    List.of(rule(A), rule(B), rule(C)),
                    null,
                    NotOwner.FORWARD,
                    ReadOnly.FORWARD);

    private final Deciders deciders = new Deciders(Stored.NOTHING);

    private static Member member(long id, String name, Member.Role role) {
        List<String> urls = List.of("http://" + name + ":9000");
        return new Member(new NodeId(id), name, urls, new TreeMap<>(), role, 1, "", Keeps.ALL);
    }

    private static Rule rule(Member owner) {
        return new Rule(Match.ofPrefix("mixed", owner.name()), owner.node());
    }

    private Optional<Shares> shares(Member self, String... keys) {
        Concern.Each each =
                new Concern.Each(
                        Arrays.stream(keys).map(key -> new Concern.OfKey("mixed", key)).toList(),
                        new LinesJoining(keys.length));
        return deciders.shares(each, Standing.of(self.node(), LAYOUT));
    }

    private static Share places(String hex) {
        return Share.parse(hex);
    }

    @Test
    void everyOwnerGetsItsKeysByTheirPlaces() {
        assertThat(shares(A, "b1", "a1", "c1", "b2"))
                .contains(new Shares(places("02"), Map.of(B, places("09"), C, places("04"))));
    }

    @Test
    void ownersAreAskedInTheOrderOfTheBatch() {
        assertThat(shares(A, "c1", "b1", "c2").orElseThrow().owners()).containsExactly(C, B);
    }

    @Test
    void thisNodesShareMayBeNothing() {
        assertThat(shares(A, "b1", "c1").orElseThrow().own()).isEqualTo(Share.NONE);
    }

    @Test
    void whatOneMemberDecidesIsNotDivided() {
        assertThat(shares(A, "b1", "b2")).isEmpty();
        assertThat(shares(A, "a1", "a2")).isEmpty();
        assertThat(shares(A, "free")).isEmpty();
        assertThat(shares(A, "b1", "free")).isEmpty();
    }

    @Test
    void whatHasNoOwnerIsDoneHereOrWithTheFirstShare() {
        assertThat(shares(C, "free", "a1", "b1"))
                .contains(new Shares(places("01"), Map.of(A, places("02"), B, places("04"))));
        assertThat(shares(READER, "free", "a1", "b1"))
                .contains(new Shares(Share.NONE, Map.of(A, places("03"), B, places("04"))));
    }
}
