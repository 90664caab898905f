package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Oracle.Counts BUSY = new Oracle.Counts(5, 0, 0, new TreeMap<>());
    private static final Oracle.Counts IDLE = new Oracle.Counts(0, 0, 0, new TreeMap<>());

    private static Tally struckAndChecked() {
        Tally tally = new Tally();
        tally.struck(true, 2);
        tally.read(1);
        tally.folded(1, 1);
        return tally;
    }

    @Test
    void passesWhenSomethingWasStruckAndNothingBroke() {
        assertThat(struckAndChecked().verdict(1, BUSY, List.of()).passed()).isTrue();
    }

    @Test
    void failsWhenPromiseWasBroken() {
        Violation lost = new Violation(Violation.Promise.ACKNOWLEDGED_IS_THERE, "x");
        Verdict verdict = struckAndChecked().verdict(1, BUSY, List.of(lost));
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.lines()).contains("ACKNOWLEDGED_IS_THERE: x");
    }

    @Test
    void failsWhenNothingWasAcknowledged() {
        Verdict verdict = struckAndChecked().verdict(1, IDLE, List.of());
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.lines()).contains("nothing was acknowledged");
    }

    @Test
    void failsWhenNothingWasStruckOrChecked() {
        Verdict verdict = new Tally().verdict(1, BUSY, List.of());
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.lines())
                .contains("nothing was struck", "nothing was in flight", "nothing was checked");
    }
}
