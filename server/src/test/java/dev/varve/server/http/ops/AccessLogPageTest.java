package dev.varve.server.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.DocPage;
import dev.varve.server.http.RequestNote;
import dev.varve.server.http.Served;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The lines that `docs/operations.md` shows of the access log are lines of this access log.
class AccessLogPageTest {
    private static AccessEntry entry(String at, String id, int firstByte, int total) {
        return new AccessEntry(
                Instant.parse(at),
                id,
                "127.0.0.1",
                "GET",
                "/first/hello.txt",
                "curl/7.88.1",
                new RequestNote().operation("GetObject").principal("admin").bucket("first"),
                new Served(200, 0, 6, micros(firstByte), micros(total), true));
    }

    private static Duration micros(int micros) {
        return Duration.ofNanos(1000L * micros);
    }

    @Test
    void pageShowsALineOfEachFormat() {
        AccessEntry text = entry("2026-11-26T20:14:40.012345Z", "DY810FP1N2HF13G8", 11_550, 90_586);
        AccessEntry json = entry("2026-11-26T20:14:47.335410Z", "WBMRYFDNJ8X1VKFR", 1983, 7610);
        assertThat(DocPage.of("operations.md").text().lines())
                .contains(AccessFormat.TEXT.format(text), AccessFormat.JSON.format(json));
    }
}
