package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.http.HttpConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/operations.md` says what a server tells of itself, and where its limits are.
class OperationsPageTest {
    private static final Pattern FAMILY =
            Pattern.compile("^# TYPE (varve_\\w+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern CHECK = Pattern.compile("\"name\":\"(\\w+)\",\"ok\":true");
    private static final DocPage PAGE = DocPage.of("operations.md");

    @TempDir private Path directory;

    private static String get(Running server, String path) {
        URI uri = URI.create(server.address().url(false) + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Running start() {
        List<Inputs.Flag> flags =
                List.of(
                        new Inputs.Flag("--data", "data", directory.resolve("data").toString()),
                        new Inputs.Flag("--listen", "listen", "127.0.0.1:0"),
                        new Inputs.Flag("--set", "access-log.format", "none"),
                        new Inputs.Flag("--set", "space.reserve-bytes", "0"),
                        new Inputs.Flag("--set", "space.min-free-bytes", "0"));
        return Main.start(
                Configuration.load(new Inputs(flags, Map.of(), Optional.empty())).server());
    }

    /// Each with its type; and no other of ours is there.
    @Test
    void listsTheMetricsThatAScrapeGives() {
        Map<String, String> scraped = new TreeMap<>();
        try (Running server = start()) {
            get(server, "/healthz");
            FAMILY.matcher(get(server, "/metrics"))
                    .results()
                    .forEach(found -> scraped.put("`" + found.group(1) + "`", found.group(2)));
        }
        assertThat(new TreeMap<>(PAGE.table("## Metrics"))).isEqualTo(scraped);
    }

    @Test
    void listsTheChecksOfReadiness() {
        List<String> checks;
        try (Running server = start()) {
            checks =
                    CHECK.matcher(get(server, "/health/ready"))
                            .results()
                            .map((MatchResult found) -> "`" + found.group(1) + "`")
                            .toList();
        }
        assertThat(PAGE.table("## Health", 1).keySet()).containsExactlyElementsOf(checks);
    }

    @Test
    void givesTheLimitsOfTheListener() {
        HttpConfig.ConnectionLimits connections = HttpConfig.ConnectionLimits.DEFAULT;
        HttpConfig.RequestLimits requests = HttpConfig.RequestLimits.DEFAULT;
        HttpConfig.Timeouts times = HttpConfig.Timeouts.DEFAULT;
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("open connections", DocPage.count(connections.max()));
        expected.put("requests at a time", DocPage.count(requests.concurrent()));
        expected.put("wait for a turn", seconds(requests.patience()));
        expected.put("request line", DocPage.size(requests.targetBytes()));
        expected.put("headers of a request", DocPage.size(requests.headerBytes()));
        expected.put("body of a request, with its framing", DocPage.size(requests.bodyBytes()));
        expected.put("time for headers", seconds(times.head()));
        expected.put("time between requests", seconds(times.idle()));
        expected.put("time without a byte of a body", seconds(times.stall()));
        expected.put("pace of a body", DocPage.size(times.bytesPerSecond()) + "/s");
        expected.put("time to take some of an answer", seconds(times.send()));
        expected.put("requests a second from one address", "none");
        expected.put("requests a second with one key", "none");
        assertThat(PAGE.table("## Limits of the listener")).isEqualTo(expected);
        assertThat(connections.requestsPerSecond()).isZero();
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " s";
    }
}
