package dev.varve.projections;

import dev.varve.log.Position;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Where a projector is, for those who wait for it.
final class Progress {
    private Position position;
    private ProjectorState state = new ProjectorState.Idle();

    Progress(Position position) {
        this.position = position;
    }

    synchronized Position position() {
        return position;
    }

    synchronized ProjectorState state() {
        return state;
    }

    synchronized void reach(Position newPosition) {
        position = newPosition;
        notifyAll();
    }

    synchronized void become(ProjectorState newState) {
        state = newState;
        notifyAll();
    }

    synchronized boolean await(Position wanted, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (wanted.isAfter(position) && mayMove()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !wanted.isAfter(position);
    }

    private boolean mayMove() {
        return switch (state) {
            case ProjectorState.Idle idle -> true;
            case ProjectorState.Running running -> true;
            case ProjectorState.Stopped stopped -> false;
            case ProjectorState.Failed failed -> false;
        };
    }
}
