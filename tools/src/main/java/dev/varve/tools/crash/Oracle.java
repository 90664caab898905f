package dev.varve.tools.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Knows from a child's lines what must be in the store. It lives in the parent, so that nothing
/// that befalls the child or its disk can touch it. [Report] says what the lines are.
final class Oracle {
    private final Map<Target, KeyState> states = new TreeMap<>();
    private final Map<String, Op> pending = new HashMap<>();
    private final Effects effects = new Effects(this::state);
    private final List<String> troubles = new ArrayList<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private long acknowledged;
    private long refused;
    private long unknown;
    private long lastPosition = -1;
    private boolean volumeBroken;

    /// One that knows what this one knows, and goes its own way from here.
    synchronized Oracle copy() {
        Oracle copy = new Oracle();
        copy.settle(states);
        copy.lastPosition = lastPosition;
        return copy;
    }

    synchronized KeyState state(Target target) {
        return states.getOrDefault(target, KeyState.EMPTY);
    }

    synchronized Map<Target, KeyState> states() {
        return new TreeMap<>(states);
    }

    /// Takes one line of a child.
    synchronized void accept(String line) {
        String[] word = line.split(" ", 3);
        switch (word[0]) {
            case Report.INTENT -> pending.put(word[1], OpText.parse(word[2]));
            case Report.DONE -> done(take(word[1]), word[2].split(" ", 2));
            case Report.REFUSED -> refused(take(word[1]), word[2]);
            case Report.UNKNOWN -> unknown++;
            case Report.NOTE -> notes.merge(word[1], Long.valueOf(word[2]), Long::sum);
            case Report.TROUBLE -> trouble(line.substring(2));
            default -> throw new IllegalArgumentException("not a line of a child: " + line);
        }
    }

    /// A child on a broken volume sees all kinds of errors; what it has acknowledged still counts.
    synchronized void breakVolume() {
        volumeBroken = true;
    }

    private void trouble(String what) {
        if (!volumeBroken) {
            troubles.add(what);
        }
    }

    private Op take(String thread) {
        return Objects.requireNonNull(pending.remove(thread), "an answer without an intent");
    }

    private void done(Op op, String[] result) {
        acknowledged++;
        lastPosition = Math.max(lastPosition, Long.parseLong(result[1]));
        if (op instanceof Op.Put put && !holds(put)) {
            troubles.add("done though its condition does not hold: " + put);
        }
        Map<Target, KeyState> after = new HashMap<>();
        op.targets().forEach(target -> after.put(target, effects.after(op, target, result[0])));
        states.putAll(after);
    }

    private void refused(Op op, String reason) {
        refused++;
        if (op instanceof Op.Put put && holds(put)) {
            trouble("refused (" + reason + ") though its condition holds: " + put);
        }
    }

    private boolean holds(Op.Put put) {
        @Nullable Made object = state(put.at()).object();
        return switch (put.condition()) {
            case NONE -> true;
            case ABSENT -> object == null;
            case SAME_ETAG -> object != null && object.etag().equals(put.etag());
        };
    }

    /// The states that a key may be in: as acknowledged, and as an unanswered operation would
    /// have made it.
    synchronized List<KeyState> allowed(Target target) {
        List<KeyState> allowed = new ArrayList<>(List.of(state(target)));
        pending.values().stream()
                .filter(op -> op.targets().contains(target))
                .forEach(op -> allowed.add(effects.after(op, target, KeyState.UNKNOWN)));
        return allowed;
    }

    /// Keys that one unanswered operation changes: of each group all were changed, or none.
    synchronized List<List<Target>> together() {
        return pending.values().stream().map(this::changed).toList();
    }

    private List<Target> changed(Op op) {
        return op.targets().stream()
                .filter(target ->
                        !effects.after(op, target, KeyState.UNKNOWN).equals(state(target)))
                .toList();
    }

    /// Every key that an operation named.
    synchronized List<Target> targets() {
        Map<Target, KeyState> all = new TreeMap<>(states);
        pending.values().stream()
                .flatMap(op -> op.targets().stream())
                .forEach(target -> all.putIfAbsent(target, KeyState.EMPTY));
        return List.copyOf(all.keySet());
    }

    /// Takes what was found as the truth to go on from: nothing is unanswered any more.
    synchronized void settle(Map<Target, KeyState> found) {
        states.clear();
        states.putAll(found);
        pending.clear();
        volumeBroken = false;
    }

    synchronized int unanswered() {
        return pending.size();
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized long lastPosition() {
        return lastPosition;
    }

    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    synchronized Counts counts() {
        return new Counts(acknowledged, refused, unknown, new TreeMap<>(notes));
    }

    record Counts(long acknowledged, long refused, long unknown, Map<String, Long> notes) {}
}
