package dev.varve.tools.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessUseTest {
    @Test
    void readsUserAndSystemTimeBehindAwkwardNames() {
        assertThat(ProcessUse.cpu("7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 130 20 0 0 20 0 1"))
                .isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void readsResidentMemory() {
        assertThat(ProcessUse.resident("VmHWM:\t   9 kB\nVmRSS:\t   2048 kB\n")).isEqualTo(2 << 20);
        assertThat(ProcessUse.resident("Name:\tkernel thread\n")).isZero();
    }

    @Test
    void readsThisProcess() {
        ProcessUse use = ProcessUse.of(ProcessHandle.current().pid());
        assertThat(use.cpu()).isPositive();
        assertThat(use.residentBytes()).isGreaterThan(10 << 20);
    }
}
