package dev.varve.server.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides whether calls to one key that overlapped in time could have happened one after the
/// other, each at some moment between its start and its end, with the answers that were seen
/// (Wing and Gong's search, with the memory of Lowe).
final class Linearizability {
    static final String ABSENT = "";
    private static final int MOST = 64;

    /// What one call means: the state after it, or empty when its answer is impossible in a state.
    @FunctionalInterface
    interface Effect {
        Optional<String> on(String state);
    }

    /// One call and when it ran.
    record Call(long from, long to, String what, Effect effect) {
        @Override
        public String toString() {
            return "[" + from + ", " + to + "] " + what;
        }
    }

    private record Point(long done, String state) {}

    private final List<Call> calls;
    private final Set<Point> seen = new HashSet<>();

    private Linearizability(List<Call> calls) {
        if (calls.size() > MOST) {
            throw new IllegalArgumentException("a history has up to " + MOST + " calls");
        }
        this.calls = calls;
    }

    static boolean holds(List<Call> calls) {
        return new Linearizability(calls).search(0, ABSENT);
    }

    private boolean search(long done, String state) {
        if (Long.bitCount(done) == calls.size()) {
            return true;
        }
        if (!seen.add(new Point(done, state))) {
            return false;
        }
        long deadline = earliestEnd(done);
        for (int i = 0; i < calls.size(); i++) {
            boolean mayBeNext = (done & 1L << i) == 0 && calls.get(i).from() <= deadline;
            if (mayBeNext && follows(done | 1L << i, calls.get(i).effect().on(state))) {
                return true;
            }
        }
        return false;
    }

    private boolean follows(long done, Optional<String> state) {
        return state.isPresent() && search(done, state.get());
    }

    /// A call that began after another had ended cannot come before it.
    private long earliestEnd(long done) {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            if ((done & 1L << i) == 0) {
                earliest = Math.min(earliest, calls.get(i).to());
            }
        }
        return earliest;
    }
}
