package dev.varve.tools.bench;

import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PrefixMove;
import dev.varve.server.store.RangeResult;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Transactions of a thousand puts, then a move and a delete of a prefix with all of these keys, while
/// others read and write: how long each takes, how long others wait, and what they see.
final class BulkOperations implements Benchmark.Measurement {
    static final String FROM = "from/";
    static final String TO = "to/";
    private static final int OF_ONE = TransactionRequest.MAX;
    private static final long SETTLE_LOOK_MILLIS = 5;
    private final int keys;

    /// @param keys rounded up to whole transactions
    BulkOperations(int keys) {
        this.keys = (keys + OF_ONE - 1) / OF_ONE * OF_ONE;
    }

    static ObjectKey key(String side, int number) {
        return ObjectKey.of(side + "%09d".formatted(number));
    }

    @Override
    public void run(Path directory, Result result) {
        try (Varve varve = Varve.open(VarveConfig.at(directory))) {
            varve.store().buckets().create(Load.BUCKET).orThrow();
            result.figure("keys", keys);
            fill(varve.store(), result);
            SidesLook look = new SidesLook(varve.store(), keys);
            try (BulkWitnesses witnesses = new BulkWitnesses(varve.store(), look)) {
                measure(varve, witnesses, look, result);
            }
            result.figure("loadAverage", Machine.load());
        }
    }

    private void fill(ObjectStore store, Result result) {
        double[] millis = new double[keys / OF_ONE];
        String staged = store.stage(Load.BUCKET, Body.of(Load.random(1))).orThrow().id();
        for (int i = 0; i < millis.length; i++) {
            List<TransactionRequest.Part> puts = new ArrayList<>(OF_ONE);
            for (int number = i * OF_ONE; number < (i + 1) * OF_ONE; number++) {
                puts.add(
                        new TransactionRequest.Put(
                                Load.BUCKET,
                                key(FROM, number),
                                staged,
                                Attributes.NONE,
                                Preconditions.NONE));
            }
            long begun = System.nanoTime();
            store.transaction(new TransactionRequest(puts)).orThrow();
            millis[i] = (System.nanoTime() - begun) / 1e6;
            staged = store.stage(Load.BUCKET, Body.of(Load.random(i + 2))).orThrow().id();
        }
        Arrays.sort(millis);
        result.figure("transactionMs", millis[millis.length / 2]);
        result.figure("slowestTransactionMs", millis[millis.length - 1]);
    }

    private void measure(Varve varve, BulkWitnesses witnesses, SidesLook look, Result result) {
        witnesses.warmUp();
        result.figure("worstWaitBeforeMs", witnesses.takeWorstWait());
        step(
                "move",
                varve,
                witnesses,
                result,
                () ->
                        varve.store()
                                .movePrefix(PrefixMove.of(Load.BUCKET, FROM, Load.BUCKET, TO))
                                .orThrow());
        look.gone();
        step(
                "delete",
                varve,
                witnesses,
                result,
                () -> varve.store().deletePrefix(PrefixDelete.of(Load.BUCKET, TO)).orThrow());
        witnesses.report(result);
    }

    @FunctionalInterface
    private interface Bulk {
        RangeResult run();
    }

    private void step(String name, Varve varve, BulkWitnesses witnesses, Result result, Bulk bulk) {
        long begun = System.nanoTime();
        RangeResult done = bulk.run();
        result.figure(name + "Ms", (System.nanoTime() - begun) / 1e6);
        if (done.objects() != keys) {
            result.remark(name + " found " + done.objects() + " objects");
        }
        awaitSettled(varve);
        result.figure(name + "SettledMs", (System.nanoTime() - begun) / 1e6);
        result.figure(name + "WorstWaitMs", witnesses.takeWorstWait());
    }

    static void awaitSettled(Varve varve) {
        while (varve.maintenance().isSettling()) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLE_LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
