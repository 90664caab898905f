package dev.varve.server.store;

import java.util.ArrayDeque;
import java.util.Deque;

/// Closes what was opened, last first, once; a failure does not keep the rest open.
final class Closing implements AutoCloseable {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T with(T opened) {
        steps.push(() -> {
            try {
                opened.close();
            } catch (RuntimeException e) { // goes on as it is
                throw e;
            } catch (Exception e) { // AutoCloseable declares it; none of ours throws it
                throw new IllegalStateException(e);
            }
        });
        return opened;
    }

    synchronized void then(Runnable step) {
        steps.push(step);
    }

    /// Leaves open all that is still open: something is using it.
    synchronized void abandon() {
        steps.clear();
    }

    @Override
    public synchronized void close() {
        RuntimeException first = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) { // the rest must be closed all the same
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
