package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.api.Told;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveTest {
    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.open(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told move(String body) {
        return kit.send("POST", "/move", body.replace('\'', '"'));
    }

    @Test
    void movesWithAllThatIsSaidOfIt() {
        kit.request("PUT", ObjectsKit.object("a"))
                .header("x-meta-color", "blue")
                .header("x-tags", "t=1")
                .body("layers")
                .send()
                .is(201);
        kit.api.bucket("other");

        Told made = move("{'from':{'key':'a'},'to':{'bucket':'other','key':'b/c'}}").is(201);
        assertThat(made.header("location")).isEqualTo("/v1/buckets/other/objects/b/c");
        kit.get("a").refused(404, "NoSuchKey");
        Told told = kit.api.send("GET", "/v1/buckets/other/objects/b/c").is(200);
        assertThat(told.body()).isEqualTo("layers");
        assertThat(told.header("x-meta-color")).isEqualTo("blue");
        assertThat(told.header("x-tag-count")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'from':{'key':'a'},'to':{'key':'a'}}                     | 400 | InvalidArgument
                    {'from':{'key':'a','if_match':'x'},'to':{'key':'b'}}      | 412 | PreconditionFailed
                    {'from':{'key':'a'},'to':{'key':'b','if_match':'*'}}      | 412 | PreconditionFailed
                    {'from':{'key':'a'},'to':{'key':'c','if_none_match':'*'}} | 412 | PreconditionFailed
                    {'from':{'key':'none'},'to':{'key':'b'}}                  | 404 | NoSuchKey
                    {'from':{'key':'a'},'to':{'bucket':'none','key':'b'}}     | 404 | NoSuchBucket
                    """)
    void leavesEverythingWhereItCannotBe(String body, int status, String code) {
        kit.put("a", "layers");
        kit.put("c", "there");

        move(body).refused(status, code);
        assertThat(kit.get("a").is(200).body()).isEqualTo("layers");
        assertThat(kit.get("c").is(200).body()).isEqualTo("there");
    }

    @Test
    void movesOnlyWhatIsCurrent() {
        String version = kit.put("a", "one").text("/version");

        move("{'from':{'key':'a','version':'%s'},'to':{'key':'b'}}".formatted(version))
                .refused(400, "MalformedJSON");
    }

    /// One listing sees one state: one of the two keys, never both, never none.
    @Test
    void isSeenAtOneKeyAtATime() throws Exception {
        kit.put("a", "x");
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> moves =
                    threads.submit(() -> {
                        for (int i = 0; i < 100; i++) {
                            boolean there = i % 2 == 0;
                            move("{'from':{'key':'%s'},'to':{'key':'%s'}}"
                                            .formatted(there ? "a" : "b", there ? "b" : "a"))
                                    .is(201);
                        }
                        done.set(true);
                    });
            while (!done.get() && !moves.isDone()) {
                assertThat(kit.send("GET", "/objects").is(200).json().at("/objects")).hasSize(1);
            }
            moves.get();
        }
    }
}
