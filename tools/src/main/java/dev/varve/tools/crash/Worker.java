package dev.varve.tools.crash;

import dev.varve.log.StoreException;
import dev.varve.server.store.OutcomeUnknown;
import java.util.SplittableRandom;

/// One thread of the load: an operation after the other on keys that only it writes.
final class Worker implements Runnable {
    private final int number;
    private final Report report;
    private final Chooser chooser;
    private final Door door;

    Worker(int number, Door door, SplittableRandom random, Report report) {
        this.number = number;
        this.report = report;
        this.chooser = new Chooser(door, number, random);
        this.door = door;
    }

    @Override
    public void run() {
        boolean known = true;
        while (known) {
            known = step();
        }
    }

    /// False once the outcome of an operation is not known: its key must not be touched again.
    private boolean step() {
        boolean begun = false;
        try {
            Op op = chooser.next();
            report.intent(number, op);
            begun = true;
            switch (door.perform(op)) {
                case Door.Done(String id, long position) -> report.done(number, id, position);
                case Door.Refused(String reason) -> report.refused(number, reason);
            }
            return true;
        } catch (OutcomeUnknown | StoreException | Unanswered e) {
            report.unknown(begun ? Integer.toString(number) : "-", e);
            return false;
        } catch (RuntimeException | Error e) { // outer edge of the thread: the parent must know
            report.trouble("thread " + number + ": " + Report.describe(e));
            return false;
        }
    }
}
