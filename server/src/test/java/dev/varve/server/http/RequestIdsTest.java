package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    @Test
    void makesIdsThatAreAllDifferent() {
        RequestIds ids = new RequestIds();
        assertThat(Stream.generate(ids::next).limit(100_000))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9A-HJKMNP-TV-Z]{16}"));
    }

    @Test
    void twoProcessesDoNotMakeTheSame() {
        Stream<String> one = Stream.generate(new RequestIds()::next).limit(10_000);
        Stream<String> other = Stream.generate(new RequestIds()::next).limit(10_000);
        assertThat(Stream.concat(one, other)).doesNotHaveDuplicates();
    }
}
