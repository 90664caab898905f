package dev.varve.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {
    @Test
    void writesFiguresRemarksAndPlots(@TempDir Path directory) throws IOException {
        List<String> heard = new ArrayList<>();
        Result result = new Result("x", "title", hearing(heard));
        result.figure("count", 3);
        result.figure("rate", 1.5);
        result.remark("nothing to compare with");
        result.plot(Plot.of("plot", "a", "b", new double[] {1, 2}));
        result.write(directory);
        assertThat(Files.readString(directory.resolve("x.json")))
                .contains("\"count\": 3,", "\"rate\": 1.500", "[\"nothing to compare with\"]");
        assertThat(directory.resolve("x-1.svg")).exists();
        assertThat(result.value("rate")).hasValue(1.5);
        assertThat(result.lines()).contains("  count: 3", "  nothing to compare with");
        assertThat(heard).containsExactly("count 3", "rate 1.500");
    }

    private static Watch hearing(List<String> heard) {
        return new Watch() {
            @Override
            public void at(String task, long done, long total) {}

            @Override
            public void found(String name, String value) {
                heard.add(name + " " + value);
            }
        };
    }
}
