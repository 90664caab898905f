package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance.Surface;
import dev.varve.log.Recorded;
import dev.varve.server.api.OddRequests.Odd;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wrong requests of all kinds, made from the document. Every answer is one that the document knows
/// ([ApiKit] sees to that) and none is 500; what is refused or only reads leaves the journal as it was.
/// `-Dvarve.api.seed=N` repeats a run, `-Dvarve.api.seconds=N` makes it longer.
class OddRequestsSimulation {
    private static final int ERRORS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<Integer> WANTED = Set.of(200, 201, 400, 401, 403, 404, 405);
    private static final Pattern WAIT = Pattern.compile("[?&]wait=(\\d{1,2})(&|$)");

    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit = ApiKit.openAll(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void answersAsDocumentedAndChangesNothingItRefuses() {
        long seed = Long.getLong("varve.api.seed", System.nanoTime());
        Duration during = Duration.ofSeconds(Integer.getInteger("varve.api.seconds", 20));
        OddRequests requests = new OddRequests(kit.contract.document(), new Random(seed));
        long begun = System.nanoTime();
        TreeMap<Integer, Integer> statuses = new TreeMap<>();
        try (JournalCursor journal = kit.varve.journal().read(kit.varve.position())) {
            for (int i = 0; goesOn(System.nanoTime() - begun, during, statuses.keySet()); i++) {
                if (i % 50 == 0) {
                    furnish();
                    changes(journal);
                }
                Odd odd = requests.next();
                int status = send(odd, "seed " + seed + ", request " + i + ": " + odd, journal);
                statuses.merge(status, 1, Integer::sum);
            }
        }
        assertThat(new TreeSet<>(statuses.keySet()))
                .as("seed %d saw %s", seed, statuses)
                .containsAll(WANTED);
    }

    /// On a slow machine the time may be over before everything happened: it gets some more then.
    private static boolean goesOn(long nanos, Duration during, Set<Integer> seen) {
        long most = during.toNanos() * (seen.containsAll(WANTED) ? 1 : 3);
        return nanos < most;
    }

    /// A reader of events may say how long to wait for the first.
    private static Duration patience(Odd odd) {
        Matcher wait = WAIT.matcher(odd.target());
        return wait.find() ? PATIENCE.plusSeconds(Long.parseLong(wait.group(1))) : PATIENCE;
    }

    private int send(Odd odd, String what, JournalCursor journal) {
        ApiKit.Request request = kit.request(odd.method(), odd.target()).body(odd.body().toArray());
        odd.headers().forEach(request::header);
        long start = System.nanoTime();
        Told told;
        try {
            told = request.send();
        } catch (AssertionError e) {
            throw new AssertionError(what, e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(patience(odd));
        assertThat(told.status()).as(what).isNotEqualTo(500);
        boolean reads = odd.method().equals("GET") || odd.method().equals("HEAD");
        List<Event> changes = changes(journal);
        if (reads || told.status() >= ERRORS) {
            assertThat(changes).as("%s: %d %s", what, told.status(), told.body()).isEmpty();
        }
        return told.status();
    }

    /// What was written since; what the journal says of itself is no change, nor what the store does by
    /// itself, such as to settle a prefix that an earlier request has moved.
    private static List<Event> changes(JournalCursor journal) {
        List<Event> all = new ArrayList<>();
        for (Recorded next = journal.next(); next != null; next = journal.next()) {
            boolean ours = next.envelope().provenance().surface() != Surface.SYSTEM;
            if (ours && !(next.event() instanceof Event.JournalEvent)) {
                all.add(next.event());
            }
        }
        return all;
    }

    /// Puts back what earlier requests may have deleted.
    private void furnish() {
        ObjectStore store = kit.store("alice");
        BucketName photos = new BucketName("photos");
        store.buckets().create(photos);
        for (String key : List.of("cat.jpg", "a/b//c/")) {
            store.put(PutRequest.of(photos, ObjectKey.of(key), Body.of(new byte[3])));
        }
    }
}
