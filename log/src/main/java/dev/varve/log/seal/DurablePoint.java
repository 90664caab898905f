package dev.varve.log.seal;

import dev.varve.log.Position;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The newest durable position: published by the writer after each sync, waited for by readers.
public final class DurablePoint {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile Position position;
    private volatile boolean closed;

    public DurablePoint(Position position) {
        this.position = position;
    }

    public Position get() {
        return position;
    }

    public boolean isClosed() {
        return closed;
    }

    public void publish(Position durable) {
        lock.lock();
        try {
            position = durable;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// False when the time is over, or the journal was closed, before `wanted` became durable.
    public boolean await(Position wanted, Duration atMost) throws InterruptedException {
        if (!wanted.isAfter(position)) {
            return true;
        }
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (wanted.isAfter(position)) {
                if (closed || left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
