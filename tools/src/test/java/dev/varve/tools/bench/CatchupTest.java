package dev.varve.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The benchmark with few objects, for what it proves rather than measures.
@Timeout(120)
class CatchupTest {
    private static final int OBJECTS = 300;

    @TempDir private Path directory;

    @Test
    void theSecondNodeHasAllWhenTheFirstIsGone() {
        Set<String> tasks = ConcurrentHashMap.newKeySet();
        Choice choice =
                new Choice(
                        List.of("small", "lag"),
                        1,
                        List.of("-XX:TieredStopAtLevel=1"),
                        OBJECTS,
                        1,
                        (task, _, _) -> tasks.add(task));
        Result result = new Result("catchup", "few objects", Watch.NOBODY);
        new Catchup(choice).run(directory, result);
        String all = String.join("\n", result.lines());
        assertThat(result.value("small.objects")).as(all).hasValue(OBJECTS);
        assertThat(result.value("small.allObjectsPerSecond").orElse(0)).as(all).isPositive();
        assertThat(result.value("small.allFollowerCpuMicros").orElse(0)).as(all).isPositive();
        assertThat(result.value("lag.looks")).as(all).hasValue(50);
        assertThat(result.value("lag.p50Ms").orElse(0)).as(all).isPositive();
        assertThat(tasks).contains("put small", "catch up", "put at a pace");
    }

    @Test
    void plainCopiesAreWhole() throws Exception {
        Path from = Files.createDirectories(directory.resolve("from/below"));
        Files.write(from.resolve("one"), new Filling("x", 1, 200_000).content(1));
        Files.write(from.resolve("two"), new byte[0]);
        Path to = directory.resolve("to");
        try (PlainCopy copy = PlainCopy.of(directory.resolve("from"))) {
            assertThat(copy.into(to, Watch.NOBODY)).isEqualTo(200_000);
        }
        List<Path> copies = List.of(to.resolve("0"), to.resolve("1"));
        assertThat(copies)
                .anySatisfy(each -> assertThat(each).hasSameBinaryContentAs(from.resolve("one")));
        assertThat(copies).anySatisfy(each -> assertThat(each).isEmptyFile());
    }

    @Test
    void objectsDifferAndComeOutTheSameEachTime() {
        Filling objects = new Filling("x", 2, 10_000);
        assertThat(objects.content(1))
                .isEqualTo(objects.content(1))
                .isNotEqualTo(objects.content(0));
        assertThat(objects.key(1)).isEqualTo("x/0000001");
    }
}
