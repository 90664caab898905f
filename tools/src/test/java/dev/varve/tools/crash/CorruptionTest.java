package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptionTest {
    private static final int DAMAGES = 30;

    @TempDir private Path work;

    @Test
    void reportsDamageOfAnyFileOrIsNotHarmedByIt() {
        CorruptionReport report = new CorruptionRun(work, System.nanoTime()).run(DAMAGES, _ -> {});
        assertThat(report.passed()).as(() -> String.join("\n", report.lines())).isTrue();
        assertThat(report.trials()).isGreaterThan(DAMAGES / 2);
    }

    @Test
    void doesTheDamageThatItNames() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (Damage.Kind kind : Damage.Kind.values()) {
            Path file = Path.of("file-" + kind);
            byte[] before = new byte[10_000];
            random.nextBytes(before);
            Files.write(work.resolve(file), before);
            assertThat(new Damage(file, kind, 4096).inflict(work, random)).as("%s", kind).isTrue();
            if (kind == Damage.Kind.DELETED) {
                assertThat(work.resolve(file)).doesNotExist();
            } else {
                assertThat(Files.readAllBytes(work.resolve(file))).isNotEqualTo(before);
            }
        }
    }

    @Test
    void knowsWhenDamageChangesNothing() throws IOException {
        Path file = Path.of("zeros");
        Files.write(work.resolve(file), new byte[10_000]);
        SplittableRandom random = new SplittableRandom(1);
        assertThat(new Damage(file, Damage.Kind.PAGE_ZEROED, 4096).inflict(work, random)).isFalse();
        assertThat(new Damage(file, Damage.Kind.TRUNCATED, 10_000).inflict(work, random)).isFalse();
    }

    @Test
    void copiesTreesWithTheirHoles() throws IOException {
        Path from = work.resolve("from/deep");
        Files.createDirectories(from);
        byte[] bytes = new byte[300_000];
        bytes[200_000] = 1;
        Files.write(from.resolve("sparse"), bytes);
        Trees.copy(work.resolve("from"), work.resolve("to"));
        assertThat(Files.readAllBytes(work.resolve("to/deep/sparse"))).isEqualTo(bytes);
        Trees.delete(work.resolve("to"));
        assertThat(work.resolve("to")).doesNotExist();
    }
}
