package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.tools.crash.ClusterBlow.Kind;
import dev.varve.tools.crash.ClusterBlow.Way;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterBlowTest {
    private static final List<String> NODES = List.of("a", "b", "c");

    private static List<ClusterBlow> all(Kind kind) {
        return ClusterBlow.all(NODES).stream().filter(blow -> blow.kind() == kind).toList();
    }

    @Test
    void befallEveryNodeEveryPairAndEveryWay() {
        assertThat(all(Kind.ALL_KILLED)).hasSize(1);
        assertThat(all(Kind.KILLED)).extracting(ClusterBlow::node).isEqualTo(NODES);
        assertThat(all(Kind.CUT)).hasToString("[cut a b, cut a c, cut b c]");
        assertThat(all(Kind.ONE_WAY)).hasSize(6).doesNotHaveDuplicates();
        assertThat(ClusterBlow.all(NODES)).extracting(ClusterBlow::kind).contains(Kind.values());
    }

    @Test
    void changeTheWeatherWhereTheySay() {
        assertThat(new ClusterBlow(Kind.DEAF, "a", "b").ways(NODES))
                .containsExactly(new Way("a", "b"));
        assertThat(new ClusterBlow(Kind.SLOW, "a", "c").ways(NODES))
                .containsExactly(new Way("a", "c"), new Way("c", "a"));
        assertThat(new ClusterBlow(Kind.ISOLATED, "b", "").ways(NODES))
                .containsExactlyInAnyOrder(
                        new Way("a", "b"), new Way("b", "a"), new Way("b", "c"), new Way("c", "b"));
        assertThat(new ClusterBlow(Kind.FROZEN, "b", "").ways(NODES)).isEmpty();
    }

    @Test
    void needNodesThatCanFeelThem() {
        assertThat(new ClusterBlow(Kind.DEAF, "a", "b").needs("c")).isFalse();
        assertThat(new ClusterBlow(Kind.DEAF, "a", "b").needs("b")).isTrue();
        assertThat(new ClusterBlow(Kind.ISOLATED, "a", "").needs("c")).isTrue();
        assertThat(new ClusterBlow(Kind.KILLED, "a", "").needs("c")).isFalse();
    }
}
