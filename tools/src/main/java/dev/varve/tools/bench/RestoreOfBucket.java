package dev.varve.tools.bench;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Position;
import dev.varve.projections.objects.ListPage;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.Body;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.RestoreRequest;
import dev.varve.server.store.RestoreResult;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A bucket of which every fourth object was deleted and every fourth overwritten comes back as it was,
/// and goes again, while others read and write: how long that takes, how much it writes, how long others
/// wait, and what they see.
final class RestoreOfBucket implements Benchmark.Measurement {
    static final String DATA = "data/";
    static final int OVERWRITTEN_BYTES = Load.KIB / 2;
    private static final int OF_ONE = TransactionRequest.MAX;
    private static final Path IO = Path.of("/proc/self/io");
    private static final String WRITTEN = "write_bytes: ";
    private final int keys;

    /// @param keys rounded up to whole transactions
    RestoreOfBucket(int keys) {
        this.keys = (keys + OF_ONE - 1) / OF_ONE * OF_ONE;
    }

    static ObjectKey key(int number) {
        return ObjectKey.of(DATA + "%09d".formatted(number));
    }

    /// What happens to a key after the point that is restored.
    enum Fate {
        KEPT,
        DELETED,
        OVERWRITTEN;

        static Fate of(int number) {
            return switch (number % 4) {
                case 1 -> DELETED;
                case 3 -> OVERWRITTEN;
                default -> KEPT;
            };
        }
    }

    @Override
    public void run(Path directory, Result result) {
        try (Varve varve = Varve.open(VarveConfig.at(directory))) {
            ObjectStore store = varve.store();
            store.buckets().create(Load.BUCKET).orThrow();
            result.figure("keys", keys);
            for (int from = 0; from < keys; from += OF_ONE) {
                fill(store, from);
            }
            Position whole = store.position();
            Hash256 before = listing(store);
            for (int from = 0; from < keys; from += OF_ONE) {
                lose(store, from);
            }
            Hash256 lost = listing(store);
            try (BulkWitnesses witnesses = new BulkWitnesses(store, new RestoreLook(store, keys))) {
                witnesses.warmUp();
                result.figure("worstWaitBeforeMs", witnesses.takeWorstWait());
                Position here = restore("restore", varve, witnesses, result, whole);
                require(listing(store).equals(before), "not what it was", result);
                restore("undo", varve, witnesses, result, new Position(here.value() - 1));
                require(listing(store).equals(lost), "not undone", result);
                witnesses.report(result);
            }
            result.figure("loadAverage", Machine.load());
        }
    }

    private static void fill(ObjectStore store, int from) {
        String staged = store.stage(Load.BUCKET, Body.of(Load.random(from))).orThrow().id();
        List<TransactionRequest.Part> puts = new ArrayList<>(OF_ONE);
        for (int number = from; number < from + OF_ONE; number++) {
            puts.add(put(number, staged));
        }
        store.transaction(new TransactionRequest(puts)).orThrow();
    }

    private static TransactionRequest.Part put(int number, String staged) {
        return new TransactionRequest.Put(
                Load.BUCKET, key(number), staged, Attributes.NONE, Preconditions.NONE);
    }

    private static void lose(ObjectStore store, int from) {
        byte[] other = Arrays.copyOf(Load.random(-1 - from), OVERWRITTEN_BYTES);
        String staged = store.stage(Load.BUCKET, Body.of(other)).orThrow().id();
        List<TransactionRequest.Part> parts = new ArrayList<>(OF_ONE / 2);
        for (int number = from; number < from + OF_ONE; number++) {
            switch (Fate.of(number)) {
                case KEPT -> {}
                case DELETED ->
                        parts.add(
                                new TransactionRequest.Delete(
                                        Load.BUCKET, key(number), Preconditions.NONE));
                case OVERWRITTEN -> parts.add(put(number, staged));
            }
        }
        store.transaction(new TransactionRequest(parts)).orThrow();
    }

    /// Of the whole bucket. Answers where its event is.
    private Position restore(
            String name, Varve varve, BulkWitnesses witnesses, Result result, Position to) {
        RestoreRequest request = RestoreRequest.of(Load.BUCKET, new AsOf.AtPosition(to));
        long written = written();
        long begun = System.nanoTime();
        RestoreResult done = varve.store().restore(request).orThrow();
        result.figure(name + "Ms", (System.nanoTime() - begun) / 1e6);
        result.figure(name + "Objects", done.objects());
        result.figure(name + "WorstWaitMs", witnesses.takeWorstWait());
        require(done.objects() >= keys / 2, name + " lacks objects", result);
        BulkOperations.awaitSettled(varve);
        result.figure(name + "SettledMs", (System.nanoTime() - begun) / 1e6);
        result.figure(name + "SettlingWorstWaitMs", witnesses.takeWorstWait());
        result.figure(name + "WrittenMiB", (written() - written) >> 20);
        return done.position().orElseThrow();
    }

    private static void require(boolean holds, String otherwise, Result result) {
        if (!holds) {
            result.remark("found: " + otherwise);
        }
    }

    /// What this process gave to the disk so far, puts of others among it.
    private static long written() {
        try {
            return Files.readAllLines(IO).stream()
                    .filter(line -> line.startsWith(WRITTEN))
                    .mapToLong(line -> Long.parseLong(line.substring(WRITTEN.length())))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of every key with its size and tag.
    private static Hash256 listing(ObjectStore store) {
        MessageDigest digest = sha256();
        Listing all = Listing.ALL.prefix(DATA);
        for (Bytes next = Bytes.EMPTY; next != null; ) {
            ListPage page = store.listings().objects(Load.BUCKET, all.after(next)).orThrow();
            page.objects()
                    .forEach(object ->
                            digest.update(
                                    (object.key() + " " + object.size() + " " + object.etag())
                                            .getBytes(StandardCharsets.UTF_8)));
            next = page.next();
        }
        return Hash256.of(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
