package dev.varve.tools.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import dev.varve.tools.clients.Scenario.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Real clients over real sockets. All scenarios start in the beginning, a few at a time, because
/// most of them wait for interpreters to start; each test waits for its own.
class ClientScenariosIT {
    private static final int AT_ONCE = 3;

    private static final Map<Scheme, LiveServer> servers = new EnumMap<>(Scheme.class);
    private static final Map<Scenario, Future<Outcome>> outcomes = new HashMap<>();
    private static final ExecutorService running = Executors.newFixedThreadPool(AT_ONCE);

    static Stream<Scenario> scenarios() {
        return Arrays.stream(Client.values())
                .flatMap(client ->
                        Arrays.stream(Scheme.values()).map(scheme -> new Scenario(client, scheme)));
    }

    @BeforeAll
    static void start(@TempDir Path directory) {
        for (Scheme scheme : Scheme.values()) {
            servers.put(scheme, LiveServer.start(scheme));
        }
        scenarios()
                .filter(scenario -> scenario.client().missing().isEmpty())
                .forEach(scenario ->
                        outcomes.put(scenario, running.submit(() -> run(scenario, directory))));
    }

    private static Outcome run(Scenario scenario, Path directory)
            throws IOException, InterruptedException {
        return scenario.run(
                Objects.requireNonNull(servers.get(scenario.scheme())),
                scripts(),
                Files.createDirectory(directory.resolve(scenario.toString().replace(' ', '-'))));
    }

    private static Path scripts() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.of(here, here.resolve("tools"))
                .map(module -> module.resolve("src/test/clients"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }

    @AfterAll
    static void stop() {
        running.shutdownNow();
        running.close();
        servers.values().forEach(LiveServer::close);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void findsAllAsInS3(Scenario scenario) throws ExecutionException, InterruptedException {
        Future<Outcome> outcome = outcomes.get(scenario);
        if (outcome == null) {
            String why = scenario.client().missing().orElseThrow();
            if (System.getenv("CI") == null) {
                abort(why);
            }
            fail(why);
            return;
        }
        assertThat(outcome.get().passed()).as(outcome.get().output()).isTrue();
    }
}
