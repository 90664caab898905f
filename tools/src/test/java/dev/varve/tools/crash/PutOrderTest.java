package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PutOrderTest {
    private final PutOrder order = new PutOrder();

    @BeforeEach
    void fill() {
        order.add("a", true);
        order.add("b", false);
        order.add("c", true);
    }

    @Test
    void unansweredPutMayHaveHappenedOrNot() {
        assertThat(order.wrong(List.of("a", "b", "c"))).isEmpty();
        assertThat(order.wrong(List.of("a", "c"))).isEmpty();
        assertThat(order.acknowledged()).isEqualTo(2);
        assertThat(order.unknown()).isEqualTo(1);
    }

    @Test
    void acknowledgedPutThatIsMissingIsWrong() {
        assertThat(order.wrong(List.of("a", "b")))
                .containsExactly("c was acknowledged and did not come in turn");
        assertThat(order.wrong(List.of("c")))
                .containsExactly("a was acknowledged and did not come in turn");
    }

    @Test
    void unansweredPutOutOfOrderIsWrong() {
        assertThat(order.wrong(List.of("a", "c", "b"))).containsExactly("b came too late");
    }

    @Test
    void whatNobodyPutIsWrong() {
        assertThat(order.wrong(List.of("a", "x", "c"))).containsExactly("x was never put");
    }
}
