package dev.varve.tools.crash;

import dev.varve.log.StoreException;
import java.util.List;
import java.util.SplittableRandom;

/// Reads whatever is there beside the load: bytes must fit the entity tag, or the key be gone.
final class Reader implements Runnable {
    private final Door door;
    private final SplittableRandom random;
    private final Report report;

    Reader(Door door, SplittableRandom random, Report report) {
        this.door = door;
        this.random = random;
        this.report = report;
    }

    @Override
    public void run() {
        try {
            while (true) {
                step();
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException.Closed | Unanswered e) {
            report.unknown("reader", e);
        } catch (RuntimeException | Error e) { // outer edge of the thread: the parent must know
            report.trouble("reader: " + Report.describe(e));
        }
    }

    private void step() {
        Bin bin = Bin.any(random);
        List<String> there = door.names(bin);
        if (!there.isEmpty()) {
            String name = there.get(random.nextInt(there.size()));
            door.read(bin, name).ifPresent(body -> check(bin + "/" + name, body));
        }
    }

    private void check(String what, Door.Whole body) {
        byte[] bytes = body.bytes().toArray();
        String etag = body.etag();
        if (bytes.length != body.size()
                || (!etag.contains("-") && !etag.equals(Made.hex(Made.md5(bytes))))) {
            report.trouble("wrong bytes of " + what);
        }
    }
}
