package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.Linearizability.Call;
import dev.varve.server.store.Linearizability.Effect;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What concurrent callers saw of a few keys could have happened one after the other.
class ConcurrencySimulation {
    private static final int HISTORIES = 400;
    private static final int CLIENTS = 8;
    private static final int CALLS = 12;
    private static final List<ObjectKey> KEYS =
            List.of(ObjectKey.of("a"), ObjectKey.of("b"), ObjectKey.of("c"));

    private final long seed = Long.getLong("varve.simulation.seed", System.nanoTime());

    /// Calls by key, of all clients.
    private static final class History {
        private final List<List<Call>> calls = new ArrayList<>();

        History() {
            KEYS.forEach(key -> calls.add(new ArrayList<>()));
        }

        synchronized void add(int key, Call call) {
            calls.get(key).add(call);
        }
    }

    @Test
    void looksAsIfCallsHappenedOneAfterTheOther() throws InterruptedException {
        System.out.println("linearizability with seed " + seed);
        try (StoreKit kit = StoreKit.open()) {
            for (int i = 0; i < HISTORIES; i++) {
                BucketName bucket = new BucketName("history-" + i);
                kit.store().buckets().create(bucket).orThrow();
                History history = record(kit.store(), bucket, seed + i);
                for (List<Call> calls : history.calls) {
                    assertThat(Linearizability.holds(calls))
                            .as("seed %d, history %d: %s", seed, i, calls)
                            .isTrue();
                }
            }
        }
    }

    private static History record(ObjectStore store, BucketName bucket, long seed)
            throws InterruptedException {
        History history = new History();
        Together.run(
                CLIENTS,
                client -> {
                    Client mine = new Client(store, bucket, new Random(seed * CLIENTS + client));
                    for (int i = 0; i < CALLS; i++) {
                        int key = i % KEYS.size();
                        history.add(key, mine.call(key, client + "-" + i));
                    }
                });
        return history;
    }

    /// One caller, who remembers what it last saw of each key.
    private static final class Client {
        private final ObjectStore store;
        private final BucketName bucket;
        private final Random random;
        private final String[] known = new String[KEYS.size()];

        Client(ObjectStore store, BucketName bucket, Random random) {
            this.store = store;
            this.bucket = bucket;
            this.random = random;
            java.util.Arrays.fill(known, "00");
        }

        Call call(int key, String body) {
            String match =
                    switch (random.nextInt(4)) {
                        case 0 -> "";
                        case 1 -> "*";
                        default -> known[key];
                    };
            int kind = random.nextInt(4);
            long from = System.nanoTime();
            Effect effect =
                    switch (kind) {
                        case 0, 1 -> put(key, match, body);
                        case 2 -> delete(key, match.equals("*") ? "" : match);
                        default -> get(key);
                    };
            long to = System.nanoTime();
            return new Call(from, to, body + " " + kind + " " + match + " " + known[key], effect);
        }

        private Preconditions asked(String match) {
            return switch (match) {
                case "" -> Preconditions.NONE;
                case "*" -> Preconditions.ifAbsent();
                default -> Preconditions.ifMatch(new ETag(match));
            };
        }

        private Effect put(int key, String match, String body) {
            PutRequest request =
                    PutRequest.of(
                                    bucket,
                                    KEYS.get(key),
                                    Body.of(body.getBytes(StandardCharsets.UTF_8)))
                            .preconditions(asked(match));
            Outcome<Written> outcome = store.put(request);
            if (outcome instanceof Outcome.Done<Written>(Written written)) {
                known[key] = written.etag().value();
                return Effects.put(match, known[key]);
            }
            return Effects.refused(match, Sample.refusalOf(outcome));
        }

        private Effect delete(int key, String match) {
            Outcome<Deleted> outcome = store.delete(bucket, KEYS.get(key), asked(match));
            return outcome.isDone()
                    ? Effects.delete(match)
                    : Effects.refused(match, Sample.refusalOf(outcome));
        }

        private Effect get(int key) {
            ReadResult result = store.get(ReadRequest.of(bucket, KEYS.get(key)));
            if (result instanceof ReadResult.Found(ObjectBody body)) {
                try (body) {
                    known[key] = Md5s.of(body.readAll()).value();
                    return Effects.get(known[key]);
                }
            }
            assertThat(Sample.refusalOf(result)).isEqualTo(Reason.NO_SUCH_KEY);
            return Effects.get(Linearizability.ABSENT);
        }
    }

    @Test
    void letsExactlyOneOfManyCreateAKey() throws InterruptedException {
        try (StoreKit kit = StoreKit.open()) {
            Sample.in(kit);
            for (int round = 0; round < 20; round++) {
                ObjectKey key = ObjectKey.of("key " + round);
                AtomicInteger winners = new AtomicInteger();
                Together.run(
                        64,
                        client -> {
                            Outcome<Written> outcome =
                                    kit.store()
                                            .put(
                                                    PutRequest.of(
                                                                    Sample.BUCKET,
                                                                    key,
                                                                    Sample.body("client " + client))
                                                            .preconditions(
                                                                    Preconditions.ifAbsent()));
                            if (outcome.isDone()) {
                                winners.incrementAndGet();
                            } else {
                                Sample.assertRefused(outcome, Reason.PRECONDITION_FAILED);
                            }
                        });
                assertThat(winners).hasValue(1);
            }
        }
    }

    @Test
    void losesNoUpdateOfManyThatReadThenWriteIfUnchanged() throws InterruptedException {
        try (StoreKit kit = StoreKit.open()) {
            Sample sample = Sample.in(kit);
            sample.put("0");
            Together.run(
                    16,
                    client -> {
                        for (int done = 0; done < 10; ) {
                            done += increment(kit.store()) ? 1 : 0;
                        }
                    });
            assertThat(sample.get()).isEqualTo("160");
        }
    }

    private static boolean increment(ObjectStore store) {
        ReadRequest request = ReadRequest.of(Sample.BUCKET, Sample.KEY);
        try (ObjectBody body = store.get(request).orThrow()) {
            int value = Integer.parseInt(new String(body.readAll(), StandardCharsets.UTF_8));
            ETag etag = body.version().object().etag();
            return store.put(
                            PutRequest.of(
                                            Sample.BUCKET,
                                            Sample.KEY,
                                            Sample.body(String.valueOf(value + 1)))
                                    .preconditions(Preconditions.ifMatch(etag)))
                    .isDone();
        }
    }
}
